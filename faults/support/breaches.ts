import type { Load } from '../load/load.ts';

/**
 * Describes errors that no fault excuses: errors without a type, and marks that were refused for no reason or left
 * without an answer.
 */
export function breachesOfLoad({ calls, ledger }: Load): string[] {
  const refusals = new Map<string, number>();
  let open = 0;
  for (const { state, code = '' } of ledger.entries) {
    if (state === 'refused') refusals.set(code, (refusals.get(code) ?? 0) + 1);
    if (state === 'open') open += 1;
  }
  return [
    ...[...calls.untyped].map((error) => `a call rejected with what is no AttendanceError: ${error}`),
    ...[...refusals].map(([code, times]) => `${times} marks were refused with ${code}`),
    ...(open > 0 ? [`${open} marks had no answer until the end, also when they were sent again`] : []),
  ];
}

/** The delay of a busy machine's timers, in milliseconds. */
const lateMs = 500;

/** Describes calls that took longer than the library's own limit. */
export function breachesOfTime({ calls }: Load, timeoutMs: number): string[] {
  const isInTime = calls.slowestMs <= timeoutMs + lateMs;
  return isInTime ? [] : [`a call took ${Math.round(calls.slowestMs)} ms, with a limit of ${timeoutMs}`];
}

/** Describes calls that failed with another code than that of a store out of reach. */
export function breachesOfCodes({ calls }: Load): string[] {
  const others = [...calls.failures].filter(([code]) => code !== 'repository_unavailable');
  return others.map(([code, times]) => `${times} calls failed with ${code}`);
}
