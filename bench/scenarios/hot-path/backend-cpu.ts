import { readFile } from 'node:fs/promises';

/**
 * CPU that a process of this machine has used so far, user and system, in microseconds. The source is `schedstat`,
 * where Linux counts nanoseconds. `utime` and `stime` of `stat` show the same time in steps of 10 ms.
 * @throws {Error} where there is no `/proc`.
 */
export async function cpuOf(pid: number): Promise<number> {
  const [nanoseconds = ''] = (await readFile(`/proc/${pid}/schedstat`, 'utf8')).split(' ');
  return Number(nanoseconds) / 1_000;
}
