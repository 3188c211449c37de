import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { waitUntil } from '../../test/integration/support/wait-until.ts';
import { type Fate, type WorkerProcess, watchWorker } from '../../test/integration/telling/support/worker-process.ts';
import type { ToldNotification } from '../check/telling.ts';
import { type DeedFindings, judgeDeeds } from '../check/worker-deeds.ts';
import type { Stage } from './stage.ts';
import { leaseKeyOf, WorkerLog, type WorkerLogEntry } from './worker-log.ts';

/**
 * The time to wait for events that no promise times, in milliseconds. On a busy machine a lease may be over before its
 * message is sent.
 */
const patienceMs = 60_000;

/** The kind of workers. */
export interface CrewOptions extends Pick<Fate, 'fate' | 'leaseMs'> {
  /** The number of workers. */
  readonly size: number;
}

/** Workers in processes of their own. While one of them is dead or paused, others go on. */
export class WorkerCrew {
  readonly #stage: Stage;
  readonly #options: CrewOptions;
  readonly #log: WorkerLog;
  readonly #workers: WorkerProcess[] = [];

  private constructor(stage: Stage, options: CrewOptions, folder: string) {
    this.#stage = stage;
    this.#options = options;
    this.#log = new WorkerLog(join(folder, 'deeds'));
  }

  /** Runs `work` with a crew, and ends the crew afterwards, even if the work fails. */
  static async during<Result>(
    stage: Stage,
    options: CrewOptions,
    work: (crew: WorkerCrew) => Promise<Result>,
  ): Promise<Result> {
    const folder = await mkdtemp(join(tmpdir(), 'rollbook-workers-'));
    const crew = new WorkerCrew(stage, options, folder);
    try {
      await Promise.all(Array.from({ length: options.size }, () => crew.#hire()));
      return await work(crew);
    } finally {
      for (const { process } of crew.#workers) process.kill('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** The worker that has been there longest. */
  get eldest(): WorkerProcess {
    const [eldest] = this.#workers;
    if (!eldest) throw new Error('a crew has workers');
    return eldest;
  }

  /**
   * Has the eldest worker die at a moment of a delivery, and another worker take its place.
   * @returns  The worker that died, and the time by `performance.now()`.
   */
  async kill(moment: Fate['moment']): Promise<{ readonly victim: WorkerProcess; readonly diedAt: number }> {
    const victim = this.eldest;
    const hired = this.#hire();
    victim.tell(moment);
    await waitUntil(
      `a worker dies at this moment: ${moment}`,
      () => victim.process.signalCode === 'SIGKILL',
      patienceMs,
    );
    const diedAt = performance.now();
    this.#workers.splice(this.#workers.indexOf(victim), 1);
    await hired;
    return { victim, diedAt };
  }

  /** Waits until other workers have taken over everything that an idle worker holds. */
  async untilTakenOver(worker: WorkerProcess): Promise<void> {
    const tokens = this.#log
      .read()
      .flatMap((entry) => (entry.did === 'claim' && entry.worker === pidOf(worker) ? entry.lease.token : []));
    await waitUntil(
      'others have taken over',
      async () => {
        const { rows } = await this.#stage.database.pool.query(
          'select from attendance.deliveries where lease_token::text = any($1) limit 1',
          [tokens.slice(-100)],
        );
        return rows.length === 0;
      },
      patienceMs,
    );
  }

  /** Waits until a worker claims something once more. */
  async untilBackAtWork(worker: WorkerProcess): Promise<void> {
    const claims = () =>
      this.#log.read().filter(({ worker: by, did }) => by === pidOf(worker) && did === 'claim').length;
    const before = claims();
    await waitUntil('the worker claims again', () => claims() > before, patienceMs);
  }

  /** Lets every worker finish, hears all messages that they sent, and judges their deeds. */
  async finish(): Promise<DeedFindings> {
    await Promise.all(this.#workers.map((worker) => worker.stop()));
    const complaints = this.#workers.flatMap(({ lines }) => lines.filter((line) => line.startsWith('complaint')));
    const entries = this.#log.read();
    for (const told of toldBy(entries)) this.#stage.telling.hear(told);
    const findings = judgeDeeds(entries, this.#options);
    return { ...findings, breaches: [...findings.breaches, ...complaints] };
  }

  async #hire(): Promise<void> {
    const { fate, leaseMs } = this.#options;
    const script = fileURLToPath(new URL('../fixtures/worker-process.ts', import.meta.url));
    const args = [script, this.#stage.database.url, this.#log.file, fate, String(leaseMs)];
    const worker = watchWorker(spawn(process.execPath, args));
    this.#workers.push(worker);
    await waitUntil('a worker has started', () => worker.lines.includes('started'), patienceMs);
  }
}

/** Every message, with the time of its worker's claim. */
function toldBy(entries: readonly WorkerLogEntry[]): readonly ToldNotification[] {
  const claimedAt = new Map<string, number>();
  return entries.flatMap((entry) => {
    if (entry.did === 'claim') claimedAt.set(leaseKeyOf(entry.lease), entry.at);
    if (entry.did !== 'send') return [];
    return { ...entry.notification, claimedAt: claimedAt.get(leaseKeyOf(entry.lease)) };
  });
}

function pidOf({ process }: WorkerProcess): number {
  return process.pid ?? Number.NaN;
}
