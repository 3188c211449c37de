import { findPlace, type LoggedMark, latest, type Place, recordOf, type State } from './state.ts';

/** One mark or clear (`status` null) that was let in. */
export interface Arrival {
  schoolId: string;
  childId: string;
  date: string;
  session: string;
  status: string | null;
  /** Milliseconds; `undefined` is now, after everything else. */
  at: number | undefined;
  reason: string | null | undefined;
  note: string | null | undefined;
  markedBy: string;
  onlyUnmarked: boolean;
  /** Its place in the statement, from 1. */
  position: number;
  /** The greatest number of the child's day before the request, in any session; 0 for none. */
  lastNumberOfDay: number;
}

/** What became of an arrival. */
export interface Arrived {
  outcome: string;
  previousStatus: string | null;
  record: ReturnType<typeof recordOf>;
}

/** Takes an arrival into the state. */
export function arrive(state: State, arrival: Arrival, now: number): Arrived {
  const place = findPlace(state, arrival.schoolId, arrival.childId, arrival.date, arrival.session);
  const previousStatus = place ? latest(place).status : null;
  const { outcome, at } = judge(place, arrival, now);
  const isToldAlready = outcome === 'superseded' && place !== undefined && isTold(state.log, place, arrival, at);
  const number = Math.max(now * 1_000, arrival.lastNumberOfDay) + arrival.position;
  const standing = place ?? begin(state, arrival, at, now, number);
  if (outcome !== 'kept' && outcome !== 'unchanged') standing.lastNumber = number;
  if (outcome !== 'kept' && outcome !== 'superseded') change(standing, arrival, outcome, at, now);
  if (outcome !== 'kept' && outcome !== 'unchanged' && !isToldAlready) {
    state.log.push(logEntry(standing, arrival, { outcome, at, now, previousStatus }));
  }
  return { outcome, previousStatus, record: recordOf(standing) };
}

function judge(place: Place | undefined, arrival: Arrival, now: number): { outcome: string; at: number } {
  if (!place) return { outcome: arrival.status === null ? 'unchanged' : 'recorded', at: arrival.at ?? now };
  const stands = latest(place);
  const at = arrival.at ?? Math.max(now, changesNothing(place, arrival) ? stands.until : stands.until + 1);
  if (arrival.onlyUnmarked && stands.status !== null) return { outcome: 'kept', at };
  if (at < stands.until) return { outcome: 'superseded', at };
  if (arrival.status !== stands.status) {
    if (arrival.status === null) return { outcome: 'cleared', at };
    return { outcome: stands.status === null ? 'recorded' : 'corrected', at };
  }
  return { outcome: changesNothing(place, arrival) ? 'unchanged' : 'amended', at };
}

function changesNothing(place: Place, { status, reason, note }: Arrival): boolean {
  if (status !== latest(place).status) return false;
  if (status === null) return true;
  return (reason === undefined || reason === place.reason) && (note === undefined || note === place.note);
}

function begin(state: State, arrival: Arrival, at: number, now: number, number: number): Place {
  const { schoolId, childId, date, session, status, reason, note, markedBy } = arrival;
  const place = {
    ...{ schoolId, childId, date, session, markedBy, changedAt: now, lastNumber: number },
    ...{ reason: reason ?? null, note: note ?? null, stretches: [{ status, from: at, until: at }] },
  };
  state.places.push(place);
  return place;
}

function change(place: Place, arrival: Arrival, outcome: string, at: number, now: number): void {
  const stands = latest(place);
  if (stands.status === arrival.status) stands.until = at;
  else place.stretches.push({ status: arrival.status, from: at, until: at });
  if (outcome === 'unchanged') return;
  const startsAfresh = outcome === 'recorded' || outcome === 'cleared';
  place.reason = arrival.reason === undefined && !startsAfresh ? place.reason : (arrival.reason ?? null);
  place.note = arrival.note === undefined && !startsAfresh ? place.note : (arrival.note ?? null);
  place.markedBy = arrival.markedBy;
  place.changedAt = now;
}

/** Whether the history tells a mark that came too late: as such, or because its status stood then, with its details. */
function isTold(log: readonly LoggedMark[], place: Place, { status, reason, note }: Arrival, at: number): boolean {
  const told = log.filter(
    (entry) =>
      entry.schoolId === place.schoolId &&
      entry.childId === place.childId &&
      entry.date === place.date &&
      entry.session === place.session &&
      entry.status === status,
  );
  if (told.some((entry) => entry.superseded && entry.occurredAt === at)) return true;
  const stood = place.stretches.some(
    (stretch) => stretch.status === status && stretch.from <= at && at <= stretch.until,
  );
  if (!stood) return false;
  if (status === null || (reason === undefined && note === undefined)) return true;
  const agrees = (said: string | null | undefined, known: string | null) => said === undefined || said === known;
  return told.some((entry) => agrees(reason, entry.reason) && agrees(note, entry.note));
}

function logEntry(
  place: Place,
  arrival: Arrival,
  { outcome, at, now, previousStatus }: { outcome: string; at: number; now: number; previousStatus: string | null },
): LoggedMark {
  const superseded = outcome === 'superseded';
  return {
    number: place.lastNumber,
    schoolId: place.schoolId,
    childId: place.childId,
    date: place.date,
    session: place.session,
    outcome,
    superseded,
    status: arrival.status,
    previousStatus,
    reason: superseded ? (arrival.reason ?? null) : place.reason,
    note: superseded ? (arrival.note ?? null) : place.note,
    markedBy: arrival.markedBy,
    occurredAt: at,
    recordedAt: now,
  };
}
