import { Client } from 'pg';
import type { CapturedStatement } from '../../contestants/captured-statement.ts';
import { refillStatement } from '../../contestants/refill-statement.ts';
import type { Card } from '../../load/deck.ts';
import type { SchoolCalendar } from '../../world/school-calendar.ts';
import { walDuring } from '../storage/wal-bytes.ts';
import { cpuOf } from './backend-cpu.ts';
import type { EditText } from './edit-text.ts';

/** The cost of statements. */
export interface Taken {
  /** CPU of the backend, in µs a mark. */
  readonly cpu: number;
  /** WAL, in bytes a mark. */
  readonly wal: number;
}

/** One connection to a variant's database, which marks by rollbook's statement. */
export class VariantRun {
  readonly #client: Client;
  readonly #calendar: SchoolCalendar;
  readonly #edit: EditText;
  #pid = 0;

  constructor(url: string, calendar: SchoolCalendar, edit: EditText) {
    this.#client = new Client({ connectionString: url });
    // The query rejects with any error of the connection.
    this.#client.on('error', () => {});
    this.#calendar = calendar;
    this.#edit = edit;
  }

  async open(): Promise<void> {
    await this.#client.connect();
    const { rows } = await this.#client.query<{ pid: number }>('select pg_backend_pid() as pid');
    this.#pid = rows[0]?.pid ?? 0;
  }

  checkpoint(): Promise<unknown> {
    return this.#client.query('checkpoint');
  }

  /** Sends a statement for each hand of cards. */
  async mark(captured: CapturedStatement, hands: readonly (readonly Card[])[], status: 'present' | 'absent') {
    let cpu = 0;
    const bytes = await walDuring(this.#client, async () => {
      const before = await cpuOf(this.#pid);
      for (const hand of hands) await this.#send(captured, hand, status);
      cpu = (await cpuOf(this.#pid)) - before;
    });
    const marks = hands.flat().length;
    return { cpu: cpu / marks, wal: bytes / marks } satisfies Taken;
  }

  /** The share of a table's updates, so far, that made no new entry in any index. */
  async shareInPlace(table: string): Promise<number> {
    await this.#client.query('select pg_stat_force_next_flush()');
    const { rows } = await this.#client.query<{ share: number }>(
      `select n_tup_hot_upd::float8 / nullif(n_tup_upd, 0) as share from pg_stat_user_tables where relid = $1::regclass`,
      [`attendance.${table}`],
    );
    return Number(rows[0]?.share);
  }

  close(): Promise<void> {
    return this.#client.end();
  }

  async #send(captured: CapturedStatement, hand: readonly Card[], status: 'present' | 'absent'): Promise<void> {
    const marks = hand.map((card) => ({ ...card, status }));
    const config = refillStatement(captured, marks, this.#calendar.now());
    // A lone mark goes by an installed function, whose text is not sent.
    const text = hand.length === 1 ? config.text : this.#edit(config.text);
    const { rows } = await this.#client.query<{ code: string | null }>({ ...config, text });
    if (rows.length !== marks.length || rows.some(({ code }) => code !== null)) throw new Error('a mark was rejected');
  }
}
