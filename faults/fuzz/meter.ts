import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * The processor time of this thread so far, in milliseconds. Other programs on the machine do not change how long the
 * event loop was kept.
 */
export function threadMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

/** Memory in use in this thread, in megabytes. */
export function heapMb(): number {
  const { used_heap_size, external_memory } = getHeapStatistics();
  return (used_heap_size + external_memory) / 1_000_000;
}

/** Memory in use once the garbage collector has run, in megabytes. */
export function heldMb(): number {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') collect();
  return heapMb();
}
