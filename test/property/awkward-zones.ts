import { Temporal } from 'temporal-polyfill';

/**
 * Zones in which a calendar day is easily got wrong: days left out, half and quarter hours, clocks changed by half an
 * hour, by two, at midnight or around Ramadan, and far from UTC on either side.
 */
export const awkwardZones = [
  'Pacific/Apia',
  'America/Havana',
  'Australia/Lord_Howe',
  'Asia/Gaza',
  'Pacific/Kiritimati',
  'Pacific/Chatham',
  'Asia/Kathmandu',
  'America/St_Johns',
  'Africa/Casablanca',
  'Asia/Jayapura',
  'Asia/Jakarta',
  'Asia/Singapore',
  'America/New_York',
  'Asia/Tehran',
  'Antarctica/Troll',
  'Africa/Cairo',
] as const;

/** An instant at a place, in milliseconds. */
export interface Moment {
  readonly timezone: string;
  readonly at: number;
}

/** The calendar day as Temporal has it. */
export function dayByTemporal({ timezone, at }: Moment): string {
  return zoned(timezone, at).toPlainDate().toString();
}

/** The first midnight of a year at a place. */
export function newYear(timezone: string, year: number): number {
  return Temporal.PlainDate.from({ year, month: 1, day: 1 }).toZonedDateTime(timezone).epochMilliseconds;
}

const minute = 60_000;
const hour = 60 * minute;

/** Moments around each change of clocks between two years, and around the midnights next to it. */
export function momentsAroundChanges(timezone: string, from: number, until: number): Moment[] {
  return changesOf(timezone, from, until).flatMap((change) => {
    const midnights = [-1, 0, 1, 2].map((days) => change.startOfDay().add({ days }).epochMilliseconds);
    const near = [-hour, -30 * minute, -1, 0, 1, 30 * minute, hour].map((offset) => change.epochMilliseconds + offset);
    const instants = [...near, ...midnights.flatMap((midnight) => [midnight - 1, midnight, midnight + 1])];
    return instants.map((at) => ({ timezone, at }));
  });
}

function changesOf(timezone: string, from: number, until: number): Temporal.ZonedDateTime[] {
  const changes: Temporal.ZonedDateTime[] = [];
  let next = zoned(timezone, Date.UTC(from, 0)).getTimeZoneTransition('next');
  while (next && next.year < until) {
    changes.push(next);
    next = next.getTimeZoneTransition('next');
  }
  return changes;
}

function zoned(timezone: string, at: number): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone);
}
