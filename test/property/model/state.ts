import type { CountKey, WorldChild, WorldEnrolment, WorldSchool } from '../world.ts';

/** A stretch of a day in which one status stood. Instants are milliseconds. */
export interface Stretch {
  status: string | null;
  from: number;
  until: number;
}

/** One child's day in one session: every status that ever stood, the last of them now. */
export interface Place {
  schoolId: string;
  childId: string;
  date: string;
  session: string;
  stretches: Stretch[];
  reason: string | null;
  note: string | null;
  markedBy: string;
  changedAt: number;
  /** The number of the last mark that began or changed it, or came too late for it. */
  lastNumber: number;
}

export interface LoggedMark {
  number: number;
  schoolId: string;
  childId: string;
  date: string;
  session: string;
  outcome: string;
  superseded: boolean;
  status: string | null;
  previousStatus: string | null;
  reason: string | null;
  note: string | null;
  markedBy: string;
  occurredAt: number;
  recordedAt: number;
}

export interface Job {
  schoolId: string;
  createdAt: Date;
  today: string;
  changes: { childId: string; date: string; session: string }[];
}

/** Everything the model knows. Plain arrays, so that a copy of it is a transaction. */
export interface State {
  schools: readonly WorldSchool[];
  children: readonly WorldChild[];
  enrolments: readonly WorldEnrolment[];
  places: Place[];
  log: LoggedMark[];
  jobs: Job[];
  /** What was done to the counters behind the library's back; everything else about them is recounted. */
  drift: (CountKey & { by: number })[];
}

export function latest(place: Place): Stretch {
  const stretch = place.stretches.at(-1);
  if (!stretch) throw new Error('a place begins with a stretch');
  return stretch;
}

/** The record as callers see it. */
export function recordOf(place: Place) {
  const { status, from, until } = latest(place);
  return {
    schoolId: place.schoolId,
    childId: place.childId,
    date: place.date,
    session: place.session,
    status,
    reason: place.reason,
    note: place.note,
    markedBy: place.markedBy,
    occurredAt: new Date(from),
    confirmedAt: new Date(until),
    recordedAt: new Date(place.changedAt),
  };
}

/** The revision as callers see it. */
export function revisionOf({ number, occurredAt, recordedAt, ...entry }: LoggedMark) {
  return { id: String(number), ...entry, occurredAt: new Date(occurredAt), recordedAt: new Date(recordedAt) };
}

export function findPlace(state: State, schoolId: string, childId: string, date: string, session: string) {
  for (const place of state.places) {
    const isThere = place.schoolId === schoolId && place.childId === childId;
    if (isThere && place.date === date && place.session === session) return place;
  }
  return undefined;
}
