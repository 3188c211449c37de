import { Temporal } from 'temporal-polyfill';
import type { WorldChild, WorldSchool } from '../world.ts';

/** The day it is at a school, `undefined` where nobody can tell. */
export function dayAt(school: WorldSchool, milliseconds: number): string | undefined {
  if (school.hasBrokenZone) return undefined;
  const instant = Temporal.Instant.fromEpochMilliseconds(milliseconds);
  return instant.toZonedDateTimeISO(school.timezone).toPlainDate().toString();
}

/** How many days `a` is before `b`. */
export function daysBetween(a: string, b: string): number {
  return Temporal.PlainDate.from(a).until(b, { largestUnit: 'days' }).days;
}

export function isEnrolled({ enrolledFrom, enrolledUntil }: WorldChild, day: string): boolean {
  const hasCome = enrolledFrom === null || daysBetween(enrolledFrom, day) >= 0;
  const hasLeft = enrolledUntil !== null && daysBetween(enrolledUntil, day) > 0;
  return hasCome && !hasLeft;
}

/** Milliseconds of an instant in whatever form a command has it. */
export function toMilliseconds(instant: Date | string): number {
  return typeof instant === 'string' ? Temporal.Instant.from(instant).epochMilliseconds : instant.getTime();
}
