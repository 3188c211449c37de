import { randomInt } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Pool } from 'pg';
import { type Attendance, createAttendance, type DefaultStatus } from 'rollbook';
import { createPostgresRepository, type PostgresTransaction } from 'rollbook/postgres';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { pick } from '../support/random.ts';
import { createSchoolDatabase, type SchoolDatabase, type SchoolOnRoster } from '../support/school-database.ts';

const statuses = ['present', 'late', 'absent'] as const;
/** `GAP_TIMES=50` for a long run. */
const times = Number(process.env['GAP_TIMES'] ?? 1);
const writers = 16;
const marksEach = 40 * times;

/** How a reader bounds what it takes: by what is certainly over, or, as it must not, by what can be seen. */
const bounds = {
  'what is over': 'transaction_id < pg_snapshot_xmin(pg_current_snapshot())',
  'what can be seen': 'true',
} as const;

describeOnPostgres('revisions read in the order of their transactions', (server) => {
  let database: SchoolDatabase;
  let school: SchoolOnRoster;
  beforeAll(async () => {
    database = await createSchoolDatabase(server);
    school = await database.addSchool({ children: 60 });
  });
  afterAll(() => database?.drop());

  test(
    `leave no gap behind the cursor, of ${writers} writers, transactions held open and kills`,
    async () => {
      const pools = Array.from({ length: 4 }, () => database.openPool({ max: 6, application_name: 'writer' }));
      const reader = new Reader(database.pool, bounds['what is over']);
      const writing = Promise.all(
        Array.from({ length: writers }, (_, index) => write(pools[index % pools.length] ?? database.pool, school)),
      );
      const killing = killWhile(database.pool, writing);
      await readWhile(reader, writing);
      const killed = await killing;
      await untilAllIsOver(database.pool);
      await reader.read();
      const written = await everyRevision(database.pool);
      expect(reader.seen).toHaveLength(new Set(reader.seen).size);
      expect(reader.seen.toSorted()).toEqual(written.toSorted());
      expect(written.length).toBeGreaterThan(writers);
      expect(killed).toBeGreaterThan(0);
      console.info(`feed: ${written.length} revisions, ${reader.reads} reads, ${killed} connections killed, 0 skipped`);
    },
    120_000 * Math.max(1, times / 10),
  );

  test.each([
    ['what is over', 0],
    ['what can be seen', 1],
  ] as const)('bounded by %s skip %i where an older transaction commits last', async (bound, skipped) => {
    const office = openOffice(database.openPool());
    const [first = '', second = ''] = school.childIds;
    const reader = new Reader(database.pool, bounds[bound]);
    await reader.read();
    const oldest = await database.pool.connect();
    await oldest.query('begin');
    await office.markAttendance(commandOf(school, first, '2026-02-20'), { transaction: oldest });
    await office.markAttendance(commandOf(school, second, '2026-02-21'));
    await reader.read();
    await oldest.query('commit');
    oldest.release();
    await untilAllIsOver(database.pool);
    await reader.read();
    const written = await everyRevision(database.pool);
    expect(written.filter((revision) => !reader.seen.includes(revision))).toHaveLength(skipped);
  });
});

/** Follows the feed by a cursor. */
class Reader {
  readonly seen: string[] = [];
  reads = 0;
  readonly #pool: Pool;
  readonly #bound: string;
  #cursor = [
    '0',
    '00000000-0000-0000-0000-000000000000',
    '0001-01-01',
    '00000000-0000-0000-0000-000000000000',
    '',
    '0',
  ];

  constructor(pool: Pool, bound: string) {
    this.#pool = pool;
    this.#bound = bound;
  }

  /** Reads on, page by page, until there is no more. */
  async read(): Promise<void> {
    let found: number;
    do {
      found = await this.#readPage();
    } while (found > 0);
  }

  async #readPage(): Promise<number> {
    this.reads += 1;
    const { rows } = await this.#pool.query<{ key: string[] }>(
      `select array[transaction_id::text, school_id::text, date::text, child_id::text, session, id::text] as key
      from attendance.revisions
      where transaction_id >= $1::xid8 and ${this.#bound} and (transaction_id, school_id, date, child_id, session, id)
        > ($1::xid8, $2::uuid, $3::date, $4::uuid, $5::text, $6::bigint)
      order by transaction_id, school_id, date, child_id, session, id limit 100`,
      this.#cursor,
    );
    for (const { key } of rows) this.seen.push(key.join(' '));
    this.#cursor = rows.at(-1)?.key ?? this.#cursor;
    return rows.length;
  }
}

/** Until no transaction of the server, of other tests' databases too, is older than the newest revision: a reader waits for those. */
async function untilAllIsOver(pool: Pool): Promise<void> {
  await vi.waitUntil(
    async () => {
      const { rows } = await pool.query<{ isOver: boolean }>(
        `select max(transaction_id) < pg_snapshot_xmin(pg_current_snapshot()) as "isOver" from attendance.revisions`,
      );
      return rows[0]?.isOver;
    },
    { timeout: 60_000 },
  );
}

async function everyRevision(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ key: string }>(
    `select concat_ws(' ', transaction_id, school_id, date, child_id, session, id) as key from attendance.revisions`,
  );
  return rows.map(({ key }) => key);
}

type Office = Attendance<DefaultStatus, 'day', PostgresTransaction>;

function openOffice(pool: Pool): Office {
  return createAttendance({
    repository: createPostgresRepository({ pool }),
    clock: { now: () => new Date('2026-03-02T01:30:00Z') },
  });
}

/** Marks of any day of last month, so that writers seldom wait for each other; some in transactions that stay open for a while. */
async function write(pool: Pool, school: SchoolOnRoster): Promise<void> {
  const office = openOffice(pool);
  for (let mark = 0; mark < marksEach; mark++) {
    const command = commandOf(school, pick(school.childIds), `2026-02-${String(randomInt(1, 29)).padStart(2, '0')}`);
    const isHeldOpen = randomInt(3) === 0;
    // A connection that was killed took its transaction with it.
    await (isHeldOpen ? markInTransaction(pool, office, command) : office.markAttendance(command)).catch(() => {});
  }
}

type Command = Parameters<Office['markAttendance']>[0];

function commandOf({ schoolId }: SchoolOnRoster, childId: string, date: string): Command {
  return { schoolId, childId, status: pick(statuses), markedBy: 'teacher', date, note: String(randomInt(1_000_000)) };
}

async function markInTransaction(pool: Pool, office: Office, command: Command): Promise<void> {
  const client = await pool.connect();
  let isBroken = true;
  try {
    await client.query('begin');
    await office.markAttendance(command, { transaction: client });
    await client.query('select pg_sleep($1)', [randomInt(60) / 1_000]);
    await client.query(randomInt(4) === 0 ? 'rollback' : 'commit');
    isBroken = false;
  } finally {
    client.release(isBroken);
  }
}

/** Reads over and over while `work` goes on. */
async function readWhile(reader: Reader, work: Promise<unknown>): Promise<void> {
  await whileGoing(work, async () => {
    await reader.read();
    await setTimeout(5);
  });
}

/** Kills a writer's connection now and then. */
async function killWhile(pool: Pool, work: Promise<unknown>): Promise<number> {
  let killed = 0;
  await whileGoing(work, async () => {
    const { rowCount } = await pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'writer' order by random() limit 1`,
    );
    killed += rowCount ?? 0;
    await setTimeout(60);
  });
  return killed;
}

async function whileGoing(work: Promise<unknown>, step: () => Promise<void>): Promise<void> {
  let isGoing = true;
  const ended = work.finally(() => {
    isGoing = false;
  });
  while (isGoing) await step();
  await ended;
}
