import { appendFileSync, closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { Lease } from 'rollbook';
import type { ToldNotification } from '../check/telling.ts';

/** What a worker in a process of its own does. */
export type WorkerDeed =
  /** `at`: when it asked, in milliseconds of the epoch. */
  | { readonly did: 'claim'; readonly lease: Lease; readonly at: number }
  | { readonly did: 'send'; readonly lease: Lease; readonly notification: ToldNotification }
  /** Its acknowledgement of a send was stored. */
  | { readonly did: 'acknowledge'; readonly lease: Lease }
  /** Its lease was somebody else's when it settled or renewed it. */
  | { readonly did: 'lose'; readonly lease: Lease }
  /** It is killed or paused next. */
  | { readonly did: 'stop' };

/** A line of the log; `worker` is a process id. */
export type WorkerLogEntry = WorkerDeed & { readonly worker: number };

/**
 * Appends to the log that all workers share. Each deed is in it before the worker goes on, whatever becomes of it then,
 * and in the order in which they were done.
 */
export function logDeeds(file: string, deeds: readonly WorkerDeed[]): void {
  if (deeds.length === 0) return;
  appendFileSync(file, deeds.map((deed) => `${JSON.stringify({ worker: process.pid, ...deed })}\n`).join(''));
}

/** What tells one claim of a delivery from every other. */
export function leaseKeyOf({ id, token }: Lease): string {
  return `${token} ${id}`;
}

/** Reads the log as it grows. */
export class WorkerLog {
  readonly file: string;
  readonly #entries: WorkerLogEntry[] = [];
  #bytesRead = 0;
  #rest = '';

  constructor(file: string) {
    this.file = file;
  }

  /** All that has been written so far. */
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
