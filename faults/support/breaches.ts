import type { Load } from '../load/load.ts';

/**
 * What no fault excuses: errors without a type, marks refused for good though nothing is wrong with them, or left
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

/** A busy machine's timers are late. */
const lateMs = 500;

/** Whether a call took longer than the library's own limit. */
export function breachesOfTime({ calls }: Load, timeoutMs: number): string[] {
  const isInTime = calls.slowestMs <= timeoutMs + lateMs;
  return isInTime ? [] : [`a call took ${Math.round(calls.slowestMs)} ms, with a limit of ${timeoutMs}`];
}

/** Calls that failed with another code than that of a store out of reach. */
export function breachesOfCodes({ calls }: Load): string[] {
  const others = [...calls.failures].filter(([code]) => code !== 'repository_unavailable');
  return others.map(([code, times]) => `${times} calls failed with ${code}`);
}
