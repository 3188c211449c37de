/** The longest that a timer waits: given more, it fires at once. */
const longestMs = 2_147_483_647;

/**
 * Reads the rejection of a rate limiter: a result, or, as the union of limiters does, an object of several results. The
 * longest of several counts, since a key needs points of all.
 * @returns  The time until there are points again, in milliseconds; 0 where the limiter doesn't say, as for a key that
 *           never expires. `undefined` for a rejection that is no refusal.
 */
export function readRefusal(reason: unknown): number | undefined {
  try {
    const waits = waitsOf(reason);
    if (waits.length === 0) return undefined;
    return Math.min(longestMs, Math.max(0, ...waits.filter(Number.isFinite).map(Math.ceil)));
  } catch {
    // A getter of the host's that throws.
    return undefined;
  }
}

function waitsOf(reason: unknown): number[] {
  if (!isResult(reason)) return [];
  const own = waitOf(reason);
  const all = own === undefined ? Object.values(reason).filter(isResult).map(waitOf) : [own];
  return all.filter((ms) => typeof ms === 'number');
}

function waitOf(result: object): unknown {
  return Reflect.get(result, 'msBeforeNext');
}

function isResult(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !(value instanceof Error);
}
