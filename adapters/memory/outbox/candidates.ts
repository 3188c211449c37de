import type { ClaimRequest } from '../../../src/index.js';
import type { MemoryState } from '../memory-state.js';
import type { RosterIndex } from '../roster-index.js';
import { compareTexts, type DeliveryRow, dueAt, isSuspect } from './delivery-row.js';
import { recordOf } from './telling.js';

/** What a claim may take. */
export interface Candidates {
  /** Schools by turns, each school's by when they are due. */
  readonly rows: readonly DeliveryRow[];
  /** The last school looked at, when there are schools that were not. */
  readonly after: string | null;
  /** Whether more were found than asked for. */
  readonly isCut: boolean;
}

/** Finds deliveries to take, at most `maxDeliveries`. */
export function findCandidates(state: MemoryState, roster: RosterIndex, request: ClaimRequest): Candidates {
  const { jobId, maxDeliveries } = request;
  if (jobId !== undefined) {
    const heads = findHeads(state, state.deliveries.pendingOfJob(jobId), request);
    return { ...takeTurns([heads], maxDeliveries), after: null };
  }
  const { schools, after } = schoolsInTurn(state, roster, request);
  return { ...takeTurns(schools, maxDeliveries), after };
}

/** As many schools with something to take as there are places, from the one whose turn it is, all the way round. */
function schoolsInTurn(state: MemoryState, { compareIds }: RosterIndex, request: ClaimRequest) {
  const { after, maxDeliveries } = request;
  const ids = state.deliveries.schoolsWithPending().sort(compareIds);
  const next = after === null ? 0 : ids.filter((id) => compareIds(id, after) <= 0).length;
  const inTurn = [...ids.slice(next), ...ids.slice(0, next)];
  const schools: Iterator<DeliveryRow>[] = [];
  for (const [index, id] of inTurn.entries()) {
    const heads = findHeads(state, state.deliveries.pendingOfSchool(id), request);
    const first = heads.next();
    if (!first.done) schools.push(startingWith(first.value, heads));
    if (schools.length >= maxDeliveries) return { schools, after: index + 1 < inTurn.length ? id : null };
  }
  return { schools, after: null };
}

/**
 * The first delivery of each thread that has one due, if it may be taken. Due or not, the others of the thread wait for
 * it: they are what it is followed by.
 */
function* findHeads(
  state: MemoryState,
  pending: Iterable<DeliveryRow>,
  request: ClaimRequest,
): Generator<DeliveryRow, void> {
  const seen = new Set<DeliveryRow>();
  for (const candidate of pending) {
    if (dueAt(candidate) > request.now.getTime()) return;
    const head = headOf(state, candidate);
    if (seen.has(head)) continue;
    seen.add(head);
    if (mayBeTaken(state, head, request)) yield head;
  }
}

/** What was told first stays first, and nothing overtakes what somebody holds: one at a time. */
function headOf(state: MemoryState, candidate: DeliveryRow): DeliveryRow {
  const pending = state.deliveries.inThread(candidate).filter((row) => row.state === 'pending');
  return pending.reduce((head, row) => (compareTurn(row, head) < 0 ? row : head), candidate);
}

function compareTurn(a: DeliveryRow, b: DeliveryRow): number {
  return (
    Number(a.leaseToken === null) - Number(b.leaseToken === null) ||
    compareOrders(a.toldOrder, b.toldOrder) ||
    a.createdAt.getTime() - b.createdAt.getTime() ||
    compareTexts(a.jobId, b.jobId) ||
    a.number - b.number
  );
}

/** One that waits for its next attempt is taken only if what it says is no longer true: a correction need not wait for it. */
function mayBeTaken(state: MemoryState, head: DeliveryRow, { now, suspects }: ClaimRequest): boolean {
  const isDue = dueAt(head) <= now.getTime();
  if (head.leaseToken !== null) return suspects && isDue && isSuspect(head, now);
  return !suspects && (isDue || isStale(state, head));
}

function isStale(state: MemoryState, head: DeliveryRow): boolean {
  return (head.changes ?? []).some(
    ({ childId, status }) => (recordOf(state, head, childId)?.status ?? null) !== status,
  );
}

/** Takes one of each in turn, until there are enough. */
function takeTurns(sources: readonly Iterator<DeliveryRow>[], places: number): Pick<Candidates, 'rows' | 'isCut'> {
  const rows: DeliveryRow[] = [];
  let open = sources;
  while (open.length > 0) {
    const stillOpen: Iterator<DeliveryRow>[] = [];
    for (const source of open) {
      const next = source.next();
      if (next.done) continue;
      if (rows.length >= places) return { rows, isCut: true };
      rows.push(next.value);
      stillOpen.push(source);
    }
    open = stillOpen;
  }
  return { rows, isCut: false };
}

function* startingWith(first: DeliveryRow, rest: Iterable<DeliveryRow>): Generator<DeliveryRow, void> {
  yield first;
  yield* rest;
}

/** What was attempted first goes first, then what never was. */
function compareOrders(a: number | null, b: number | null): number {
  if (a === b) return 0;
  return (a ?? Number.MAX_SAFE_INTEGER) - (b ?? Number.MAX_SAFE_INTEGER);
}
