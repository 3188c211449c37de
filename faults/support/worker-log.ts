import { appendFileSync, closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { Lease } from 'rollbook';
import type { ToldNotification } from '../check/telling.ts';

/** One deed of a worker in a process of its own. */
export type WorkerDeed =
  /** `at` is the time of the claim, in milliseconds of the epoch. */
  | { readonly did: 'claim'; readonly lease: Lease; readonly at: number }
  | { readonly did: 'send'; readonly lease: Lease; readonly notification: ToldNotification }
  /** The acknowledgement of a send was stored. */
  | { readonly did: 'acknowledge'; readonly lease: Lease }
  /** The lease was another worker's when this worker settled or renewed the delivery. */
  | { readonly did: 'lose'; readonly lease: Lease }
  /** The worker is killed or paused next. */
  | { readonly did: 'stop' };

/** A line of the log. `worker` is a process id. */
export type WorkerLogEntry = WorkerDeed & { readonly worker: number };

/**
 * Appends to the log that all workers share. Each deed is in the log before the worker goes on, in the order of the
 * deeds, even if the worker dies then.
 */
export function logDeeds(file: string, deeds: readonly WorkerDeed[]): void {
  if (deeds.length === 0) return;
  appendFileSync(file, deeds.map((deed) => `${JSON.stringify({ worker: process.pid, ...deed })}\n`).join(''));
}

/** The key that tells one claim of a delivery from every other. */
export function leaseKeyOf({ id, token }: Lease): string {
  return `${token} ${id}`;
}

/** Reads the log while it grows. */
export class WorkerLog {
  readonly file: string;
  readonly #entries: WorkerLogEntry[] = [];
  #bytesRead = 0;
  #rest = '';

  constructor(file: string) {
    this.file = file;
  }

  /** Reads the whole log so far. */
  read(): readonly WorkerLogEntry[] {
    const lines = `${this.#rest}${this.#readOn()}`.split('\n');
    this.#rest = lines.pop() ?? '';
    this.#entries.push(...lines.map((line): WorkerLogEntry => JSON.parse(line)));
    return this.#entries;
  }

  #readOn(): string {
    const descriptor = openSync(this.file, 'a+');
    try {
      const bytes = Buffer.alloc(fstatSync(descriptor).size - this.#bytesRead);
      this.#bytesRead += readSync(descriptor, bytes, { position: this.#bytesRead });
      return bytes.toString();
    } finally {
      closeSync(descriptor);
    }
  }
}
