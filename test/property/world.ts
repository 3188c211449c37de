import { Temporal } from 'temporal-polyfill';

export interface WorldSchool {
  readonly id: string;
  readonly name: string;
  readonly timezone: string;
  /** Said here, not found out, so that the model needs no rule for what a zone's name looks like. */
  readonly hasBrokenZone: boolean;
}

export interface WorldChild {
  readonly schoolId: string;
  readonly id: string;
  readonly name: string;
  readonly classId: string | null;
  readonly enrolledFrom: string | null;
  readonly enrolledUntil: string | null;
}

/** What a sequence of commands starts from. */
export interface World {
  readonly startsAt: Date;
  readonly editableDays: number | null;
  readonly schools: readonly WorldSchool[];
  readonly children: readonly WorldChild[];
}

/** A change of the roster. */
export type RosterChange =
  | { readonly kind: 'child leaves'; readonly childId: string }
  | { readonly kind: 'child moves'; readonly childId: string; readonly schoolId: string }
  | { readonly kind: 'school moves'; readonly schoolId: string; readonly timezone: string };

/** Something that happens beside the library. */
export type Happening = RosterChange | { readonly kind: 'count drifts'; readonly count: CountKey; readonly by: number };

export interface CountKey {
  readonly schoolId: string;
  readonly date: string;
  readonly session: string;
  readonly status: string;
}

/** Hours apart, so that the same instant has three dates, and one that is no zone. */
export const zones = ['Asia/Jakarta', 'America/New_York', 'Pacific/Kiritimati', 'UTC+7', 'Asia/Kathmandu'] as const;
const brokenZone = 'UTC+7';

export const childrenOfSchool = 4;

/** Ids as Postgres spells uuids; a command may spell them in capitals. */
export const schoolIdOf = (school: number) => `5c4001ab-0000-4000-8000-00000000000${school}`;
export const childIdOf = (school: number, child: number) => `c41d00ef-0000-4000-8000-0000000000${school}${child}`;

/** What makes a world. */
export interface Start {
  readonly startsAt: Date;
  readonly editableDays: number | null;
  readonly windows: readonly Window[];
}

/** First and last day of a child's enrolment, in days from the start. */
export interface Window {
  readonly school: number;
  readonly child: number;
  readonly from: number | null;
  readonly until: number | null;
}

/** Five schools of four children, enrolled without end where there is no window. */
export function createWorld({ startsAt, editableDays, windows }: Start): World {
  const dayFrom = (days: number | null | undefined) => (days == null ? null : addDays(startsAt, days));
  const schools = zones.map((timezone, index) => ({
    id: schoolIdOf(index),
    name: `School ${index}`,
    timezone,
    hasBrokenZone: timezone === brokenZone,
  }));
  const children = schools.flatMap(({ id }, school) =>
    names.map((name, child) => {
      const window = windows.find((each) => each.school === school && each.child === child);
      return {
        schoolId: id,
        id: childIdOf(school, child),
        name,
        classId: child === 0 ? null : `class ${child % 2}`,
        enrolledFrom: dayFrom(window?.from),
        enrolledUntil: dayFrom(window?.until),
      };
    }),
  );
  return { startsAt, editableDays, schools, children };
}

/** The calendar day so many days later, by UTC: each school's own is the same or next to it. */
export function addDays(instant: Date, days: number): string {
  return Temporal.PlainDate.from(instant.toISOString().slice(0, 10)).add({ days }).toString();
}

/** Two of one name: a register has to put them into some order all the same. */
const names = ['Made', 'Ketut', 'Ketut', 'Adi'];

type RosterOfWorld = Pick<World, 'schools' | 'children'>;

/** The roster after a change. */
export function applyToRoster({ schools, children }: RosterOfWorld, change: RosterChange): RosterOfWorld {
  switch (change.kind) {
    case 'child leaves':
      return { schools, children: children.filter(({ id }) => id !== change.childId) };
    case 'child moves': {
      const moved = (child: WorldChild) =>
        child.id === change.childId ? { ...child, schoolId: change.schoolId } : child;
      return { schools, children: children.map(moved) };
    }
    case 'school moves': {
      const { timezone } = change;
      const zone = { timezone, hasBrokenZone: timezone === brokenZone };
      const moved = (school: WorldSchool) => (school.id === change.schoolId ? { ...school, ...zone } : school);
      return { schools: schools.map(moved), children };
    }
    default:
      return change satisfies never;
  }
}
