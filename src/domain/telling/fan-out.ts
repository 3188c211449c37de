import { compareTexts } from '../texts.js';
import { decideTelling, type TellingOptions, type Told } from './decide-telling.js';
import { isOnlyToCorrect } from './plan-jobs.js';
import type { DatedSubject, Subject } from './subject.js';

/** A job whose deliveries are to be made. */
export interface JobToFanOut {
  readonly id: string;
  readonly schoolId: string;
  /** The school's day when the job was written. */
  readonly today: string;
  readonly createdAt: Date;
  readonly subjects: readonly DatedSubject[];
}

/** A part of what jobs are about, with the job that it is left to. */
export interface JobSubject<Job> extends DatedSubject {
  readonly job: Job;
  /** True when it tells nothing to a guardian who was told nothing. */
  readonly onlyCorrects: boolean;
}

/** The same for one of the child's guardians. */
export interface AddressedSubject<Job> extends JobSubject<Job> {
  readonly guardianId: string;
}

/** A delivery that is to be made. */
export interface PlannedDelivery<Job> {
  readonly job: Job;
  /** Counts from 1 within the job. */
  readonly number: number;
  readonly guardianId: string;
  readonly date: string;
  readonly onlyCorrects: boolean;
  /** In the order of child ids, then of subject keys. */
  readonly subjects: readonly Subject[];
}

/** The standing of a child and session with one guardian. */
export interface Standing {
  /** The record's status, `null` when unmarked. */
  readonly status: string | null;
  /** `undefined` when nothing was told. */
  readonly told: Told | undefined;
  /** True when a delivery of the thread is not settled, or cannot be read: then nobody knows yet what was told. */
  readonly isOpen: boolean;
}

/** The order in which jobs were written. */
export function compareAge(a: Pick<JobToFanOut, 'id' | 'createdAt'>, b: Pick<JobToFanOut, 'id' | 'createdAt'>): number {
  return a.createdAt.getTime() - b.createdAt.getTime() || compareTexts(a.id, b.id);
}

/**
 * Gathers what jobs are about. Only the last of several jobs about one child, day and subject key keeps the subject,
 * since all would tell the same. A subject is news if one of the jobs says so.
 */
export function gatherSubjects<Job extends JobToFanOut>(jobs: readonly Job[]): JobSubject<Job>[] {
  const gathered = new Map<string, JobSubject<Job>>();
  for (const job of jobs.toSorted(compareAge)) {
    for (const { childId, date, subjectKey } of job.subjects) {
      const key = JSON.stringify([job.schoolId, childId, date, subjectKey]);
      const onlyCorrects = (gathered.get(key)?.onlyCorrects ?? true) && isOnlyToCorrect(date, job);
      gathered.set(key, { job, childId, date, subjectKey, onlyCorrects });
    }
  }
  return [...gathered.values()];
}

/**
 * Says if a guardian needs a delivery: when there is something to tell, or when nobody knows yet what was told. The
 * claim decides then.
 */
export function needsDelivery({ status, told, isOpen }: Standing, options: TellingOptions): boolean {
  return isOpen || decideTelling(status, told, options) !== undefined;
}

/** Tells more of the store and its ids. */
export interface DeliveryPlanning<Job> {
  /** Says if the guardian has a delivery of that day which is not settled. */
  readonly hasPending: (subject: AddressedSubject<Job>) => boolean;
  /** The order of the repository's ids. */
  readonly compareIds: (a: string, b: string) => number;
}

/**
 * Plans deliveries: one for each job, guardian and day, over all sessions. While an earlier delivery of that guardian
 * and day is not settled, each session gets a delivery of its own. So no session waits for another one. News and
 * corrections are kept apart.
 */
export function planDeliveries<Job extends JobToFanOut>(
  subjects: readonly AddressedSubject<Job>[],
  { hasPending, compareIds }: DeliveryPlanning<Job>,
): PlannedDelivery<Job>[] {
  const days = Map.groupBy(subjects, ({ job, guardianId, date }) => JSON.stringify([job.schoolId, guardianId, date]));
  const groups = [...days.values()].flatMap((ofDay) => splitDay(ofDay, ofDay.some(hasPending)));
  const deliveries = groups.flatMap((group) => toDelivery(group, compareIds));
  const byJob = Map.groupBy(deliveries, ({ job }) => job);
  return [...byJob.values()].flatMap((ofJob) =>
    ofJob
      .sort((a, b) => compareDeliveries(a, b, compareIds))
      .map((delivery, index) => ({ ...delivery, number: index + 1 })),
  );
}

type Group<Job> = readonly AddressedSubject<Job>[];

/** The first job finds nothing pending; what is made of it is pending for the ones after it. */
function splitDay<Job extends JobToFanOut>(ofDay: Group<Job>, hasPending: boolean): Group<Job>[] {
  const byJob = Map.groupBy(ofDay.toSorted(compareNews), ({ job, onlyCorrects }) => `${job.id} ${onlyCorrects}`);
  const [first = [], ...others] = [...byJob.values()];
  return hasPending ? [first, ...others].flatMap(splitKeys) : [first, ...others.flatMap(splitKeys)];
}

function compareNews<Job extends JobToFanOut>(a: AddressedSubject<Job>, b: AddressedSubject<Job>): number {
  return compareAge(a.job, b.job) || Number(a.onlyCorrects) - Number(b.onlyCorrects);
}

function splitKeys<Job>(group: Group<Job>): Group<Job>[] {
  return [...Map.groupBy(group, ({ subjectKey }) => subjectKey).values()];
}

function toDelivery<Job>(group: Group<Job>, compareIds: DeliveryPlanning<Job>['compareIds']): PlannedDelivery<Job>[] {
  const subjects = group
    .map(({ childId, subjectKey }) => ({ childId, subjectKey }))
    .sort((a, b) => compareIds(a.childId, b.childId) || compareTexts(a.subjectKey, b.subjectKey));
  return group.slice(0, 1).map(({ job, guardianId, date, onlyCorrects }) => {
    return { job, number: 0, guardianId, date, onlyCorrects, subjects };
  });
}

function compareDeliveries<Job>(
  a: PlannedDelivery<Job>,
  b: PlannedDelivery<Job>,
  compareIds: DeliveryPlanning<Job>['compareIds'],
): number {
  return (
    compareIds(a.guardianId, b.guardianId) ||
    compareTexts(a.date, b.date) ||
    Number(a.onlyCorrects) - Number(b.onlyCorrects) ||
    compareTexts(leastKey(a), leastKey(b))
  );
}

function leastKey({ subjects }: { readonly subjects: readonly Subject[] }): string {
  return subjects.reduce(
    (least, { subjectKey }) => (subjectKey < least ? subjectKey : least),
    subjects[0]?.subjectKey ?? '',
  );
}
