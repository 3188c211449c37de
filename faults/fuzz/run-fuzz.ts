import { setInterval as every } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { CheckReport } from '../scenario.ts';
import type { FuzzTally } from './tally.ts';

/** An order to send inputs to stores. */
export interface FuzzOrder {
  /** The kind of stores. Functions that need no store belong to those in memory. */
  readonly kind: 'memory' | 'postgres';
  readonly serverUrl: string;
  /** The address of a database for migrations. */
  readonly migratedUrl: string;
  readonly seed: number;
  /** The number of the first input. */
  readonly first: number;
  /** The number of inputs. */
  readonly inputs: number;
  /** Written before each input: its number and its function. */
  readonly progress: Int32Array<SharedArrayBuffer>;
}

/** Every function that is fuzzed. */
export interface FuzzStart {
  readonly names: readonly string[];
}

/** The result of a fuzz. */
export interface FuzzResult {
  readonly tally: FuzzTally;
  readonly memory: { readonly beforeMb: number; readonly peakMb: number; readonly afterMb: number };
  readonly check: CheckReport;
  /** Errors and rejections that nothing caught. */
  readonly strays: readonly string[];
}

/** The time that an input may take, retries of the store included, in seconds. After that its loop will not end. */
const hangSeconds = 15;
/** More memory than any input may need beside what is there before, in megabytes. */
const maxOldGenerationSizeMb = 1_500;

/**
 * Fuzzes in a thread of its own, which may run out of memory, hang or exit.
 * @param onInput  Called each second with the current input.
 * @returns        The result, or how the thread has ended too early.
 */
export async function runFuzz(
  order: Omit<FuzzOrder, 'progress'>,
  onInput: (input: number) => void,
): Promise<FuzzResult | { readonly end: string }> {
  const progress = new Int32Array(new SharedArrayBuffer(8));
  const workerData: FuzzOrder = { ...order, progress };
  const worker = new Worker(new URL('fuzz-worker.ts', import.meta.url), {
    workerData,
    resourceLimits: { maxOldGenerationSizeMb },
  });
  let names: readonly string[] = [];
  const where = () => `${order.kind}, input ${progress[0]}, ${names[progress[1] ?? 0] ?? 'the first one'}`;
  const answer = Promise.withResolvers<FuzzResult | { readonly end: string }>();
  worker.on('message', (message: FuzzStart | FuzzResult | { readonly end: string }) => {
    if ('names' in message) names = message.names;
    else answer.resolve(message);
  });
  worker.on('error', (error) => answer.resolve({ end: `the thread died at ${where()}: ${String(error)}` }));
  worker.on('exit', () => answer.resolve({ end: `the thread exited at ${where()}` }));
  const watch = new AbortController();
  void watchOver(progress, watch.signal, onInput).then(
    () => answer.resolve({ end: `an input does not end: ${where()}` }),
    () => {},
  );
  const result = await answer.promise;
  watch.abort();
  await worker.terminate();
  return result;
}

/** Resolves when an input does not end. Rejects when the fuzz is over. */
async function watchOver(
  progress: Int32Array<SharedArrayBuffer>,
  signal: AbortSignal,
  onInput: (input: number) => void,
): Promise<void> {
  let seconds = 0;
  let last = -1;
  for await (const _ of every(1_000, undefined, { signal })) {
    const input = progress[0] ?? 0;
    seconds = input === last ? seconds + 1 : 0;
    onInput(input);
    last = input;
    if (seconds >= hangSeconds && input > 0) return;
  }
}
