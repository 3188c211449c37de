import type { AttendanceRecord, ClaimRequest } from '../../../src/index.js';
import { decideTelling, type Telling, type Told } from '../../../src/rules/index.js';
import type { MemoryState } from '../memory-state.js';
import { findLink, type RosterIndex } from '../roster-index.js';
import { type DeliveryChange, type DeliveryRow, unleased } from './delivery-row.js';
import { findTold, recordOf } from './telling.js';

/** One child of a delivery: how it stands, and what its guardian knows. */
interface Finding {
  readonly childId: string;
  readonly record: AttendanceRecord | undefined;
  readonly told: Told | undefined;
  readonly telling: Telling | undefined;
  /** Whether there is still somebody to tell, and of whom. */
  readonly isOnRoster: boolean;
}

/** What a delivery becomes that is taken now: leased with its content, dropped without any, or dead. */
export function decideDelivery(
  state: MemoryState,
  roster: RosterIndex,
  row: DeliveryRow,
  request: ClaimRequest,
): DeliveryRow {
  const findings = row.childIds.map((childId) => lookAt(state, roster, row, childId, request));
  if (row.changes && isAsItWas(row.changes, findings)) return again(state, row, request);
  return anew(state, row, findings, request);
}

function lookAt(
  state: MemoryState,
  roster: RosterIndex,
  row: DeliveryRow,
  childId: string,
  { silentStatuses }: ClaimRequest,
): Finding {
  const record = recordOf(state, row, childId);
  const told = findTold(state, row, childId, row);
  const telling = decideTelling(record?.status ?? null, told, silentStatuses);
  const isOnRoster = findLink(roster, row.schoolId, childId, row.guardianId) !== undefined;
  return { childId, record, told, telling, isOnRoster };
}

/** Whether it says what is true, and of all the same children. */
function isAsItWas(changes: readonly DeliveryChange[], findings: readonly Finding[]): boolean {
  return changes.every(({ childId, status }) => {
    const finding = findings.find((other) => other.childId === childId);
    return finding?.isOnRoster && finding.told?.isOwn && (finding.record?.status ?? null) === status;
  });
}

function again(state: MemoryState, row: DeliveryRow, request: ClaimRequest): DeliveryRow {
  if (row.attempt >= request.maxAttempts) return { ...settled(row, request), state: 'dead', reason: 'crashed' };
  return lease({ ...row, toldOrder: nextOrder(state, row), attempt: row.attempt + 1 }, request);
}

function anew(state: MemoryState, row: DeliveryRow, findings: readonly Finding[], request: ClaimRequest): DeliveryRow {
  const changes = findings.flatMap((finding) => toChange(finding, request.now));
  if (changes.length === 0) return drop(row, request);
  const revision = row.changes ? row.revision + 1 : row.revision;
  return lease({ ...row, changes, toldOrder: nextOrder(state, row), revision, attempt: 1 }, request);
}

function nextOrder(state: MemoryState, row: DeliveryRow): number {
  const orders = state.deliveries.inThread(row).map(({ toldOrder }) => toldOrder ?? 0);
  return Math.max(...orders) + 1;
}

/** Who made a mark that is erased by now, and when, nobody knows any more. */
function toChange({ childId, record, telling, isOnRoster }: Finding, now: Date): DeliveryChange[] {
  if (!telling || !isOnRoster) return [];
  return [{ childId, ...telling, occurredAt: new Date(record?.occurredAt ?? now), markedBy: record?.markedBy ?? '' }];
}

function lease(row: DeliveryRow, { leaseToken, leaseMs, now }: ClaimRequest): DeliveryRow {
  return { ...row, leaseToken, leaseUntil: new Date(now.getTime() + leaseMs) };
}

function drop(row: DeliveryRow, request: ClaimRequest): DeliveryRow {
  return { ...settled(row, request), state: 'dropped' };
}

function settled(row: DeliveryRow, { now }: ClaimRequest): DeliveryRow {
  return { ...row, ...unleased, settledAt: new Date(now) };
}
