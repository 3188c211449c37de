import type { AttendanceRecord, ClaimRequest } from '../../../src/index.js';
import {
  contentVersion,
  type DeliveryDecision,
  decideDelivery,
  type Finding,
  type Subject,
} from '../../../src/rules/index.js';
import { findLink, type RosterIndex } from '../roster/roster-index.js';
import { type DeliveryChange, type DeliveryRow, unleased } from '../store/delivery-row.js';
import type { MemoryState } from '../store/memory-state.js';
import { recordOf, toldOf } from './thread.js';

/** A delivery that a claim has decided on. */
export interface DecidedRow {
  readonly before: DeliveryRow;
  /** The row as it becomes, but for its `toldOrder`. */
  readonly row: DeliveryRow;
  /** True when it takes the next `toldOrder` of its guardian's day. */
  readonly takesOrder: boolean;
}

type FindingWithRecord = Finding & { readonly record: AttendanceRecord | undefined };

/** Decides on a delivery that is taken now. */
export function decideRow(
  state: MemoryState,
  roster: RosterIndex,
  before: DeliveryRow,
  request: ClaimRequest,
): DecidedRow {
  const findings = before.subjects.map((subject) => lookAt(state, roster, before, subject));
  const decision = decideDelivery(before, findings, request);
  return { before, row: applyDecision(before, decision, request), takesOrder: decision.takesOrder };
}

function lookAt(state: MemoryState, roster: RosterIndex, row: DeliveryRow, subject: Subject): FindingWithRecord {
  const record = recordOf(state, row, subject);
  return {
    childId: subject.childId,
    session: subject.subjectKey,
    status: record?.status ?? null,
    told: toldOf(state, row, subject, row),
    isOnRoster: findLink(roster, row.schoolId, subject.childId, row.guardianId) !== undefined,
    record,
  };
}

function applyDecision(
  row: DeliveryRow,
  { state, attempt, revision, tellings }: DeliveryDecision<FindingWithRecord>,
  { now, leaseToken, leaseMs }: ClaimRequest,
): DeliveryRow {
  const changes = tellings?.map((telling) => toChange(telling, now));
  const decided = { ...row, state, attempt, revision, ...(changes && { changes, contentVersion }) };
  if (state === 'pending') return { ...decided, leaseToken, leaseUntil: new Date(now.getTime() + leaseMs) };
  return { ...decided, ...unleased, reason: state === 'dead' ? 'crashed' : null, settledAt: new Date(now) };
}

type NewTelling = NonNullable<DeliveryDecision<FindingWithRecord>['tellings']>[number];

/** Nobody knows any more who made a mark that is erased by now, and when. */
function toChange({ finding: { childId, session, record }, telling }: NewTelling, now: Date): DeliveryChange {
  return {
    childId,
    session,
    ...telling,
    occurredAt: new Date(record?.occurredAt ?? now),
    markedBy: record?.markedBy ?? '',
  };
}
