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
}

export interface WorldEnrolment {
  readonly schoolId: string;
  readonly childId: string;
  readonly enrolledFrom: string | null;
  readonly enrolledUntil: string | null;
  readonly classId: string | null;
}

/** Everybody there is; of guardians nobody hears here. */
export interface WorldRoster {
  readonly schools: readonly WorldSchool[];
  readonly children: readonly WorldChild[];
  readonly enrolments: readonly WorldEnrolment[];
}

/** The reach of marks, in days back. */
export interface WorldLimits {
  readonly editableDays: number | null;
  readonly maxPastDays: number;
  readonly correctDays: number;
}

/** The start of a sequence of commands. */
export interface World extends WorldRoster, WorldLimits {
  readonly startsAt: Date;
}

/** A change of the roster. */
export type RosterChange =
  /** After a last day, or off the roster as though it had never been there. */
  | (SchoolChild & { readonly kind: 'child leaves'; readonly lastDay: string | null })
  /** To another school, from a day on. */
  | (SchoolChild & { readonly kind: 'child moves'; readonly to: string; readonly date: string })
  | (SchoolChild & { readonly kind: 'child changes class'; readonly classId: string | null; readonly date: string })
  | { readonly kind: 'school moves'; readonly schoolId: string; readonly timezone: string };

export interface SchoolChild {
  readonly schoolId: string;
  readonly childId: string;
}

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

/** Two that no order but that of code points tells apart in the same way, and what sorts before and after them. */
export const classes = ['class 0', 'class 1', '\uFF5E', '\u{1F600}'] as const;

/** Ids as Postgres spells uuids; a command may spell them in capitals. */
export const schoolIdOf = (school: number) => `5c4001ab-0000-4000-8000-00000000000${school}`;
export const childIdOf = (school: number, child: number) => `c41d00ef-0000-4000-8000-0000000000${school}${child}`;

/** The limits of a library whose host sets none. */
export const defaultLimits: WorldLimits = { editableDays: null, maxPastDays: 1_100, correctDays: 7 };

/** What makes a world. */
export interface Start {
  readonly startsAt: Date;
  readonly limits: WorldLimits;
  readonly stays: readonly Stay[];
}

/** A child on the roster of a school, its own or another one, enrolled for a while unless it is `undated` there. */
export interface Stay {
  /** The child's own school and number. */
  readonly school: number;
  readonly child: number;
  readonly at: number;
  /** First and last day, in days from the start. */
  readonly from: number | null;
  readonly until: number | null;
  readonly classId: string | null;
  /** On the roster, without an enrolment. */
  readonly isUndated: boolean;
}

/**
 * Five schools of four children. The first child of each has no enrolment, and the others one without end, unless a stay
 * at their own school says otherwise.
 */
export function createWorld({ startsAt, limits, stays }: Start): World {
  const schools = zones.map((timezone, index) => ({
    id: schoolIdOf(index),
    name: `School ${index}`,
    timezone,
    hasBrokenZone: timezone === brokenZone,
  }));
  const own = schools.flatMap(({ id }, school) =>
    names.map((name, child) => ({ schoolId: id, id: childIdOf(school, child), name })),
  );
  const dated = stays.filter(({ isUndated }) => !isUndated).map((stay) => toEnrolment(stay, startsAt));
  return {
    startsAt,
    ...limits,
    schools,
    children: [...own, ...guestsOf(stays)],
    enrolments: [...usualEnrolments(stays), ...dated],
  };
}

/** The same child at another school, as another row. */
function guestsOf(stays: readonly Stay[]): WorldChild[] {
  const guests = stays
    .filter(({ school, at }) => school !== at)
    .map(({ school, child, at }) => ({ schoolId: schoolIdOf(at), id: childIdOf(school, child), name: nameOf(child) }));
  return guests.filter((guest, index) => guests.findIndex((other) => isSameRow(other, guest)) === index);
}

function isSameRow(a: WorldChild, b: WorldChild): boolean {
  return a.id === b.id && a.schoolId === b.schoolId;
}

function usualEnrolments(stays: readonly Stay[]): WorldEnrolment[] {
  return zones.flatMap((_, school) =>
    names.flatMap((_, child) => {
      const isSaid = stays.some((stay) => stay.school === school && stay.child === child && stay.at === school);
      const usual = { school, child, at: school, from: null, until: null, classId: classes[child % 2] ?? null };
      return child === 0 || isSaid ? [] : [toEnrolment(usual, new Date(0))];
    }),
  );
}

function toEnrolment({ school, child, at, from, until, classId }: Omit<Stay, 'isUndated'>, start: Date) {
  const dayFrom = (days: number | null) => (days === null ? null : addDays(start, days));
  const place = { schoolId: schoolIdOf(at), childId: childIdOf(school, child) };
  return { ...place, enrolledFrom: dayFrom(from), enrolledUntil: dayFrom(until), classId };
}

/** The calendar day so many days later, by UTC: each school's own is the same or next to it. */
export function addDays(instant: Date, days: number): string {
  return dayAfter(instant.toISOString().slice(0, 10), days);
}

function dayAfter(date: string, days: number): string {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}

/** Two of one name: a register has to put them into some order all the same. */
const names = ['Made', 'Ketut', 'Ketut', 'Adi'];

const nameOf = (child: number) => names[child] ?? 'Nobody';

/** The roster after a change. */
export function applyToRoster(roster: WorldRoster, change: RosterChange): WorldRoster {
  switch (change.kind) {
    case 'child leaves':
      return change.lastDay === null ? withoutChild(roster, change) : endEnrolments(roster, change, change.lastDay);
    case 'child moves':
      return moveChild(roster, change);
    case 'child changes class': {
      const { schoolId, childId, classId, date } = change;
      const { children, enrolments } = withEnrolment(roster, change);
      const next = { schoolId, childId, enrolledFrom: date, enrolledUntil: null, classId };
      return { ...roster, children, enrolments: [...enrolments, next] };
    }
    case 'school moves': {
      const { timezone } = change;
      const zone = { timezone, hasBrokenZone: timezone === brokenZone };
      const moved = (school: WorldSchool) => (school.id === change.schoolId ? { ...school, ...zone } : school);
      return { ...roster, schools: roster.schools.map(moved) };
    }
    default:
      return change satisfies never;
  }
}

/** Its enrolments stay behind, and count for nothing. */
function withoutChild(roster: WorldRoster, { schoolId, childId }: SchoolChild): WorldRoster {
  return {
    ...roster,
    children: roster.children.filter((child) => child.id !== childId || child.schoolId !== schoolId),
  };
}

/** A child that has none gets one in which it is always enrolled, so that there is one to end or to go beyond. */
function withEnrolment(roster: WorldRoster, { schoolId, childId }: SchoolChild): WorldRoster {
  const isThere = roster.enrolments.some((each) => each.schoolId === schoolId && each.childId === childId);
  if (isThere) return roster;
  const open = { schoolId, childId, enrolledFrom: null, enrolledUntil: null, classId: null };
  return { ...roster, enrolments: [...roster.enrolments, open] };
}

function endEnrolments(roster: WorldRoster, who: SchoolChild, lastDay: string): WorldRoster {
  const { enrolments } = withEnrolment(roster, who);
  const ended = (each: WorldEnrolment): WorldEnrolment => {
    const isOthers = each.schoolId !== who.schoolId || each.childId !== who.childId;
    const isOver = each.enrolledUntil !== null && each.enrolledUntil <= lastDay;
    return isOthers || isOver ? each : { ...each, enrolledUntil: lastDay };
  };
  return { ...roster, enrolments: enrolments.map(ended) };
}

function moveChild(roster: WorldRoster, change: Extract<RosterChange, { readonly kind: 'child moves' }>): WorldRoster {
  const { childId, to, date } = change;
  const child = roster.children.find(({ id, schoolId }) => id === childId && schoolId === change.schoolId);
  if (!child || to === change.schoolId) return roster;
  const { schools, children, enrolments } = endEnrolments(roster, change, dayAfter(date, -1));
  const moved = { ...child, schoolId: to };
  const isThere = children.some((other) => isSameRow(other, moved));
  const next = { schoolId: to, childId, enrolledFrom: date, enrolledUntil: null, classId: null };
  return { schools, children: isThere ? children : [...children, moved], enrolments: [...enrolments, next] };
}
