import type { ClaimRequest } from '../../../src/index.js';
import { dueAt, findHead, isKnownDelivery, isStale, isThreadReadable, mayBeTaken } from '../../../src/rules/index.js';
import type { RosterIndex } from '../roster/roster-index.js';
import type { DeliveryRow } from '../store/delivery-row.js';
import type { MemoryState } from '../store/memory-state.js';
import { recordOf } from './thread.js';

/** The deliveries that a claim may take. */
export interface Candidates {
  /** One delivery of each school, then each school's next. A school's deliveries are in the order of due time. */
  readonly rows: readonly DeliveryRow[];
  /** The last school looked at; `null` when every school was looked at. */
  readonly after: string | null;
  /** True when more deliveries were found than asked for. */
  readonly isCut: boolean;
}

/** Finds deliveries to take, at most `maxDeliveries`. */
export function findCandidates(state: MemoryState, roster: RosterIndex, request: ClaimRequest): Candidates {
  const { jobId, maxDeliveries } = request;
  if (jobId !== undefined) {
    const heads = findHeads(state, state.deliveries.pendingOfJob(jobId), request);
    return { ...rotate([heads], maxDeliveries), after: null };
  }
  const { schools, after } = schoolsInRotation(state, roster, request);
  return { ...rotate(schools, maxDeliveries), after };
}

/** Finds schools with a delivery to take, as many as there are places. Begins after `after`, and goes all round. */
function schoolsInRotation(state: MemoryState, { compareIds }: RosterIndex, request: ClaimRequest) {
  const { after, maxDeliveries } = request;
  const ids = state.deliveries.schoolsWithPending().sort(compareIds);
  const next = after === null ? 0 : ids.filter((id) => compareIds(id, after) <= 0).length;
  const inRotation = [...ids.slice(next), ...ids.slice(0, next)];
  const schools: Iterator<DeliveryRow>[] = [];
  for (const [index, id] of inRotation.entries()) {
    const heads = findHeads(state, state.deliveries.pendingOfSchool(id), request);
    const first = heads.next();
    if (!first.done) schools.push(startingWith(first.value, heads));
    if (schools.length >= maxDeliveries) return { schools, after: index + 1 < inRotation.length ? id : null };
  }
  return { schools, after: null };
}

/**
 * Finds the first delivery of each thread that has one due. The delivery must be free to take, and this release must
 * know everything that was told in the thread. The other deliveries of the thread wait for the first one, due or not.
 */
function* findHeads(
  state: MemoryState,
  pending: Iterable<DeliveryRow>,
  request: ClaimRequest,
): Generator<DeliveryRow, void> {
  const seen = new Set<DeliveryRow>();
  for (const candidate of pending) {
    if (dueAt(candidate) > request.now.getTime()) return;
    const head = isKnownDelivery(candidate) && findHead(candidate, state.deliveries.pendingOfDay(candidate));
    if (!head || seen.has(head)) continue;
    seen.add(head);
    if (isToBeTaken(state, head, request)) yield head;
  }
}

function isToBeTaken(state: MemoryState, head: DeliveryRow, { now, suspects }: ClaimRequest): boolean {
  const statusOf = ({ childId, session }: { readonly childId: string; readonly session: string }) =>
    recordOf(state, head, { childId, subjectKey: session })?.status ?? null;
  const taking = { now, suspects, isStale: isStale(head.changes, statusOf) };
  return mayBeTaken(head, taking) && isThreadReadable(head, state.deliveries.ofDay(head));
}

/** Takes one delivery of each source, then the next of each, until there are enough. */
function rotate(sources: readonly Iterator<DeliveryRow>[], places: number): Pick<Candidates, 'rows' | 'isCut'> {
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
