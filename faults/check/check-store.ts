import type { AttendanceRecord, Outcome, Revision } from 'rollbook';
import type { StoreProbe } from 'rollbook/testing';
import type { BreachCounts, CheckReport } from '../scenario.ts';
import { examplesOf } from './examples.ts';

/** One mark that an event reported as stored. */
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

type Count = readonly [key: string, count: number];

type Place = Pick<AttendanceRecord, 'schoolId' | 'childId' | 'date' | 'session'>;

/** Compares what a store has with itself, with its answers to callers and with what guardians were told. */
export async function checkStore(
  probe: StoreProbe,
  { accepted, told }: { readonly accepted: readonly AcceptedMark[]; readonly told: readonly ToldChange[] },
): Promise<CheckReport> {
  const [records, revisions] = await Promise.all([probe.records(), probe.revisions()]);
  const effective = revisions.filter(({ superseded }) => !superseded);
  const differences = countBy(effective, placeAndOutcome);
  for (const mark of accepted.filter(leavesRevision)) add(differences, placeAndOutcome(mark), -1);
  const missing = [...differences].filter(([, count]) => count < 0);
  const extra = [...differences].filter(([, count]) => count > 0);
  const brokenChains = findBrokenChains(records, effective);
  const drift = findDrift(records, await probe.dailyCounts());
  const mistold = findMistold(told, revisions);
  return {
    acknowledged: accepted.length,
    lost: sumCounts(missing),
    doubled: sumCounts(extra),
    brokenChains: brokenChains.length,
    drift: sumCounts(drift),
    mistold: mistold.length,
    examples: examplesOf({
      lost: missing.map(([mark, count]) => `${mark}: ${-count} that events told of have no revision`),
      doubled: extra.map(([mark, count]) => `${mark}: ${count} revisions that no event told of`),
      brokenChains,
      drift: drift.map(([counter, count]) => `${counter}: the counter is off by ${count}`),
      mistold,
    }),
  };
}

/** The sum of all reports, with the first example of each kind. */
export function sumReports(reports: readonly CheckReport[]): CheckReport {
  const total = (name: keyof BreachCounts | 'acknowledged') => reports.reduce((sum, report) => sum + report[name], 0);
  return {
    acknowledged: total('acknowledged'),
    lost: total('lost'),
    doubled: total('doubled'),
    brokenChains: total('brokenChains'),
    drift: total('drift'),
    mistold: total('mistold'),
    examples: Object.fromEntries(reports.toReversed().flatMap(({ examples }) => Object.entries(examples))),
  };
}

function leavesRevision({ outcome }: AcceptedMark): boolean {
  return outcome === 'recorded' || outcome === 'corrected' || outcome === 'amended' || outcome === 'cleared';
}

/**
 * Describes revisions that do not follow from the one before, and records that differ from the last revision. A clear
 * where there was nothing to clear leaves a record, to keep the order of time, and no revision.
 */
function findBrokenChains(records: readonly AttendanceRecord[], revisions: readonly Revision[]): readonly string[] {
  const standing = new Map<string, string | null>();
  const statusAt = (place: Place) => standing.get(placeOf(place)) ?? null;
  const broken: string[] = [];
  for (const revision of revisions) {
    const before = statusAt(revision);
    if (before !== revision.previousStatus)
      broken.push(`${placeOf(revision)}: a revision begins with ${revision.previousStatus} after ${before}`);
    standing.set(placeOf(revision), revision.status);
  }
  const places = new Set(records.map(placeOf));
  const gone = [...standing.keys()].filter((place) => !places.has(place));
  const wrong = records.filter((record) => statusAt(record) !== record.status);
  return [
    ...broken,
    ...gone.map((place) => `${place}: revisions without a record`),
    ...wrong.map((record) => `${placeOf(record)}: the record has ${record.status} after ${statusAt(record)}`),
  ];
}

/** Finds how far each wrong counter is off. */
function findDrift(
  records: readonly AttendanceRecord[],
  counts: Awaited<ReturnType<StoreProbe['dailyCounts']>>,
): readonly Count[] {
  const drift = new Map<string, number>();
  const keyOf = (of: Omit<Place, 'childId'>, status: string) =>
    JSON.stringify([of.schoolId, of.date, of.session, status]);
  for (const row of counts) add(drift, keyOf(row, row.status), Number(row.count));
  for (const record of records) if (record.status !== null) add(drift, keyOf(record, record.status), -1);
  return [...drift].filter(([, count]) => count !== 0);
}

/** Finds changes that guardians were told although they never stood. */
function findMistold(told: readonly ToldChange[], revisions: readonly Revision[]): readonly string[] {
  const keyOf = (of: Place & { readonly status: string | null }) => `${placeOf(of)} ${of.status}`;
  const stood = new Set(revisions.filter(({ superseded }) => !superseded).map(keyOf));
  return told
    .map(keyOf)
    .filter((key) => !stood.has(key))
    .map((key) => `${key} was told, and never stood`);
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

function sumCounts(counts: readonly Count[]): number {
  return counts.reduce((total, [, count]) => total + Math.abs(count), 0);
}
