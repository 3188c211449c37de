import type { AttendanceRecord, Outcome, Revision } from 'rollbook';
import type { StoreProbe } from 'rollbook/testing';
import type { CheckReport } from '../scenario.ts';

/** One mark of which an event told that it is stored. */
export interface AcceptedMark {
  readonly schoolId: string;
  readonly childId: string;
  readonly date: string;
  readonly session: string;
  readonly outcome: Outcome;
}

/** One change that a guardian was told. */
export interface ToldChange {
  readonly schoolId: string;
  readonly childId: string;
  readonly date: string;
  readonly session: string;
  readonly status: string | null;
}

type Place = Pick<AttendanceRecord, 'schoolId' | 'childId' | 'date' | 'session'>;

/** Compares what a store holds with itself, with what its callers were told was stored, and with what guardians were told. */
export async function checkStore(
  probe: StoreProbe,
  { accepted, told }: { readonly accepted: readonly AcceptedMark[]; readonly told: readonly ToldChange[] },
): Promise<CheckReport> {
  const [records, revisions] = await Promise.all([probe.records(), probe.revisions()]);
  const effective = revisions.filter(({ superseded }) => !superseded);
  const differences = countBy(effective, placeAndOutcome);
  for (const mark of accepted.filter(leavesRevision)) add(differences, placeAndOutcome(mark), -1);
  const counts = [...differences.values()];
  return {
    acknowledged: accepted.length,
    lost: sum(counts.filter((count) => count < 0)),
    doubled: sum(counts.filter((count) => count > 0)),
    brokenChains: countBrokenChains(records, effective),
    drift: countDrift(records, await probe.dailyCounts()),
    mistold: countMistold(told, revisions),
  };
}

/** All of them in one. */
export function sumReports(reports: readonly CheckReport[]): CheckReport {
  const total = (name: keyof CheckReport) => sum(reports.map((report) => report[name]));
  return {
    acknowledged: total('acknowledged'),
    lost: total('lost'),
    doubled: total('doubled'),
    brokenChains: total('brokenChains'),
    drift: total('drift'),
    mistold: total('mistold'),
  };
}

function leavesRevision({ outcome }: AcceptedMark): boolean {
  return outcome === 'recorded' || outcome === 'corrected' || outcome === 'amended' || outcome === 'cleared';
}

/**
 * Revisions that do not follow from the one before, and records that are not as the last one has left them. A clear where
 * there was nothing to clear leaves a record, to keep the order of time, and no revision.
 */
function countBrokenChains(records: readonly AttendanceRecord[], revisions: readonly Revision[]): number {
  const standing = new Map<string, string | null>();
  const statusAt = (place: Place) => standing.get(placeOf(place)) ?? null;
  let broken = 0;
  for (const revision of revisions) {
    if (statusAt(revision) !== revision.previousStatus) broken += 1;
    standing.set(placeOf(revision), revision.status);
  }
  const places = new Set(records.map(placeOf));
  const gone = [...standing.keys()].filter((place) => !places.has(place));
  return broken + gone.length + records.filter((record) => statusAt(record) !== record.status).length;
}

function countDrift(
  records: readonly AttendanceRecord[],
  counts: Awaited<ReturnType<StoreProbe['dailyCounts']>>,
): number {
  const drift = new Map<string, number>();
  const keyOf = (of: Omit<Place, 'childId'>, status: string) =>
    JSON.stringify([of.schoolId, of.date, of.session, status]);
  for (const row of counts) add(drift, keyOf(row, row.status), Number(row.count));
  for (const record of records) if (record.status !== null) add(drift, keyOf(record, record.status), -1);
  return sum([...drift.values()]);
}

/** What was told though it never stood. */
function countMistold(told: readonly ToldChange[], revisions: readonly Revision[]): number {
  const keyOf = (of: Place & { readonly status: string | null }) => `${placeOf(of)} ${of.status}`;
  const stood = new Set(revisions.filter(({ superseded }) => !superseded).map(keyOf));
  return told.filter((change) => !stood.has(keyOf(change))).length;
}

function placeOf({ schoolId, childId, date, session }: Place): string {
  return JSON.stringify([schoolId, childId, date, session]);
}

function placeAndOutcome(of: Place & { readonly outcome: string }): string {
  return `${placeOf(of)} ${of.outcome}`;
}

function countBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) add(counts, keyOf(item), 1);
  return counts;
}

function add(counts: Map<string, number>, key: string, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + Math.abs(number), 0);
}
