import { Temporal } from 'temporal-polyfill';
import type { WorldSchool } from '../world.ts';

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

/** Milliseconds of an instant in whatever form a command has it. */
export function toMilliseconds(instant: Date | string): number {
  return typeof instant === 'string' ? Temporal.Instant.from(instant).epochMilliseconds : instant.getTime();
}
