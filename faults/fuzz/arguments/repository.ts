import { testId } from 'rollbook/testing';
import { pickWith } from '../../load/dice.ts';
import type { Material, Targets } from '../target.ts';
import { anyIds, anySchool, jobId, today } from './commands.ts';
import { rosterLimitMs, smallRoster } from './library.ts';
import { mark } from './things.ts';

/** A limit for tries in which the driver too makes texts of values that no command would let through. */
const bare = { promised: 'author', on: 'bare', limitMs: 250 } as const;
const now = () => new Date('2026-03-02T01:00:00Z');
const lease = () => ({ id: `${testId('child', 1)}-1`, token: testId('child', 2) });

/** Every method of the port, as any repository has it. */
export const repositoryTargets: Targets = {
  canonicalId: { ...bare, weight: 2, args: () => [testId('child', 1)] },
  recordMarks: { ...bare, weight: 4, args: (its) => [marksRequest(its), {}] },
  getRegister: { ...bare, args: (its) => [{ ...day(its), classId: 'melati' }, {}] },
  getDailyFigures: { ...bare, args: (its) => [{ ...day(its), classId: 'melati' }, {}] },
  getHistory: { ...bare, args: (its) => [{ ...anyIds(its), from: '2026-01-01', to: today }, {}] },
  reconcileDailyCounts: { ...bare, args: (its) => [{ schoolId: anySchool(its), date: today }, {}] },
  purge: { ...bare, args: (its) => [purgeRequest(its), {}] },
  eraseChild: { ...bare, args: (its) => [anyIds(its), {}] },
  ping: { ...bare, args: () => [{}] },
  'outbox.fanOut': {
    ...bare,
    args: () => [{ now: now(), settledBefore: now(), silentStatuses: ['late'], maxChildren: 10 }],
  },
  'outbox.claim': { ...bare, weight: 2, args: (its) => [claimRequest(its)] },
  'outbox.renew': { ...bare, args: () => [{ leases: [lease()], now: now(), leaseMs: 1_000 }] },
  'outbox.settle': {
    ...bare,
    args: () => [{ settlements: [{ lease: lease(), outcome: 'failed', runAt: now() }], now: now() }],
  },
  'outbox.takeJobs': { ...bare, args: () => [{ now: now(), settledBefore: now(), againAt: now(), maxJobs: 5 }] },
  'outbox.returnJobs': {
    ...bare,
    args: (its) => [{ jobs: [{ jobId: jobId(its), schoolId: anySchool(its) }], runAt: now() }],
  },
  'outbox.closeJob': { ...bare, args: (its) => [jobId(its)] },
  'outbox.deadLetters': { ...bare, args: (its) => [{ schoolId: anySchool(its), reason: 'failed', limit: 10 }] },
  'outbox.retryDeadLetter': { ...bare, args: (its) => [{ id: `${jobId(its)}-1`, now: now() }] },
  'outbox.stats': { ...bare, args: () => [{ now: now() }] },
};

/** Every method that only the memory repository has. */
export const memoryTargets: Targets = {
  transaction: { ...bare, args: () => [async () => 'done'] },
  tables: { ...bare, weight: 0.2, args: () => [] },
  setRoster: { promised: 'host', on: 'bare', weight: 2, limitMs: rosterLimitMs, args: () => [smallRosterOfUuids()] },
  setDailyCount: {
    ...bare,
    weight: 0.5,
    args: () => [{ schoolId: testId('school', 1), date: today, session: 'day', status: 'present', count: 1 }],
  },
};

/** Every method that only the Postgres repository has. */
export const postgresTargets: Targets = {
  onStatement: { ...bare, weight: 0.3, args: () => [() => {}] },
  readPool: { ...bare, args: () => [] },
};

function day(its: Material) {
  return { schoolId: anySchool(its), date: today, session: 'day', now: now() };
}

function purgeRequest({ dice }: Material) {
  const correctDays = pickWith(dice, [0, 7]);
  return { deliveriesBefore: now(), revisionsBefore: now(), now: now(), correctDays, limit: 10 };
}

function marksRequest(its: Material) {
  const { dice } = its;
  return {
    schoolId: testId('school', 1),
    marks: [mark(), { ...mark(), childId: testId('child', 2), status: null }],
    onlyUnmarked: false,
    allOrNothing: dice() < 0.2,
    editableDays: null,
    correctDays: 7,
    now: now(),
    jobIds: [jobId(its)],
    returning: pickWith(dice, ['records', 'outcomes']),
  };
}

function claimRequest({ dice }: Material) {
  return {
    now: now(),
    leaseToken: testId('child', 3),
    leaseMs: 1_000,
    maxDeliveries: 5,
    maxAttempts: 3,
    silentStatuses: [],
    after: null,
    suspects: dice() < 0.5,
  };
}

function smallRosterOfUuids() {
  const { schools, children, enrolments } = smallRoster();
  const schoolId = testId('school', 1);
  const childId = testId('child', 1);
  return {
    schools: schools.map((school) => ({ ...school, id: schoolId })),
    children: children.map((child) => ({ ...child, schoolId, id: childId })),
    enrolments: enrolments.map((enrolment) => ({ ...enrolment, schoolId, childId })),
  };
}
