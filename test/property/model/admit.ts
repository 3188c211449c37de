import type { WorldChild, WorldSchool } from '../world.ts';
import { classOn } from './enrolments.ts';
import { dayAt, daysBetween } from './school-day.ts';
import { findPlace, type State } from './state.ts';

/** The parts of a mark that say where and when it belongs. */
export interface Aim {
  schoolId: string | undefined;
  childId: string;
  at: number | undefined;
  date: string | undefined;
  session: string;
}

/** The reach of marks, back from a school's today. */
export interface Reach {
  now: number;
  editableDays: number | null;
  maxPastDays: number;
}

/** A refusal's `date` is missing where nobody can tell the day. */
export type Admission =
  | { code: string; date: string | undefined }
  | { code?: undefined; schoolId: string; date: string; today: string };

/** Lets a mark in, at its school and on its day, or says why not. */
export function admit(state: State, aim: Aim, reach: Reach): Admission {
  if (aim.schoolId !== undefined) return admitAt(state, aim, aim.schoolId, reach);
  const schoolIds = state.children.filter(({ id }) => id === aim.childId).map(({ schoolId }) => schoolId);
  if (schoolIds.length === 0) return { code: 'child_not_found', date: aim.date };
  const where = schoolIds.length === 1 ? schoolIds[0] : chooseSchool(state, aim, schoolIds, reach.now);
  return where === undefined ? { code: 'school_ambiguous', date: aim.date } : admitAt(state, aim, where, reach);
}

/** Chooses among several schools that have the child: `undefined` where two are as good. */
function chooseSchool(state: State, aim: Aim, schoolIds: string[], now: number): string | undefined {
  const places = schoolIds.map((schoolId) => lookUp(state, aim, schoolId, now));
  const enrolled = places.filter(({ isEnrolled }) => isEnrolled);
  const recorded = places.filter(({ isRecorded }) => isRecorded);
  for (const certain of [enrolled, recorded]) {
    if (certain.length > 1) return undefined;
    if (certain[0]) return certain[0].schoolId;
  }
  const doubtful = places.find(({ day }) => day === undefined);
  return (doubtful ?? places[0])?.schoolId;
}

interface Found {
  schoolId: string;
  school: WorldSchool | undefined;
  child: WorldChild | undefined;
  day: string | undefined;
  isEnrolled: boolean;
  isRecorded: boolean;
}

function lookUp(state: State, { childId, at, date, session }: Aim, schoolId: string, now: number): Found {
  const school = state.schools.find(({ id }) => id === schoolId);
  const child = state.children.find((each) => each.id === childId && each.schoolId === schoolId);
  const day = date ?? (school && dayAt(school, at ?? now));
  const isEnrolled = child !== undefined && day !== undefined && classOn(state, child, day) !== undefined;
  const isRecorded = day !== undefined && findPlace(state, schoolId, childId, day, session) !== undefined;
  return { schoolId, school, child, day, isEnrolled, isRecorded };
}

function admitAt(state: State, aim: Aim, schoolId: string, reach: Reach): Admission {
  const { school, child, day, isEnrolled, isRecorded } = lookUp(state, aim, schoolId, reach.now);
  const code = (code: string): Admission => ({ code, date: day });
  if (!school) return code('school_not_found');
  // What is recorded may be put right, whoever has left since.
  if (!child && !isRecorded) return code('child_not_found');
  if (day !== undefined && !isEnrolled && !isRecorded) return code('not_enrolled');
  const today = dayAt(school, reach.now);
  if (day === undefined || today === undefined) return code('school_timezone_invalid');
  const age = daysBetween(day, today);
  if (age < 0) return code('date_in_future');
  if (age > Math.min(reach.editableDays ?? reach.maxPastDays, reach.maxPastDays)) return code('date_locked');
  return { schoolId, date: day, today };
}
