import type { AttendanceEventMap, RateLimiter, RateLimitKey } from 'rollbook';
import { openSchool } from './open-school.ts';

const everybody: RateLimitKey = () => 'everybody';

/** A limiter that only remembers, and does what it is told to. */
export function recordingLimiter(answer: () => unknown = () => undefined) {
  const taken: { key: string; points: number }[] = [];
  const consume = async (key: string, points: number) => {
    taken.push({ key, points });
    return answer();
  };
  return { limiter: { consume }, taken };
}

/** A limited school, and what it said of its limiter. */
export function openLimited(rateLimiter: RateLimiter, rateLimitKey = everybody, rateLimitTimeoutMs = 500) {
  const school = openSchool({ rateLimiter, rateLimitKey, rateLimitTimeoutMs });
  const failures: AttendanceEventMap['rateLimiter.failed'][] = [];
  school.attendance.events.on('rateLimiter.failed', (event) => failures.push(event));
  return { ...school, failures };
}
