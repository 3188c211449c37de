import type { Targets } from '../target.ts';
import { today } from './commands.ts';

const author = { promised: 'author' } as const;
const at = () => new Date('2026-03-02T01:00:00Z');

const job = () => ({ id: 'job', schoolId: 's', today, createdAt: at(), subjects: [{ ...subject(), date: today }] });
const subject = () => ({ childId: 'c', subjectKey: 'day' });
const addressed = () => ({ ...subject(), date: today, job: job(), onlyCorrects: false, guardianId: 'g' });
const saying = () => ({ status: 'late', previousStatus: null, toldOrder: 1, hasArrived: true, isOwn: false });
const told = () => ({ status: 'absent', previousStatus: null, isOwn: true });
const telling = () => ({ silentStatuses: ['late'], onlyCorrects: false });
const kind = () => ({ subjectType: 'attendance', contentVersion: 1 });
const change = () => ({ childId: 'c', session: 'day', status: 'late' });

const turn = () => ({
  ...kind(),
  runAt: at(),
  leaseUntil: null,
  leaseToken: null,
  subjects: [subject()],
  toldOrder: 1,
  createdAt: at(),
  jobId: 'job',
  number: 1,
});

const delivery = () => ({ changes: [change()], attempt: 1, revision: 0, onlyCorrects: false });
const ofChildren = () => ({ ...delivery(), subjects: [subject()], state: 'pending', leaseToken: null });

/** Every rule of telling in `rollbook/rules`. */
export const tellingTargets: Targets = {
  'rollbook/rules.compareTexts': { ...author, args: () => ['a', 'b'] },
  'rollbook/rules.decideTelling': { ...author, args: () => ['present', told(), telling()] },
  'rollbook/rules.findTold': { ...author, args: () => [[saying(), { ...saying(), toldOrder: 2 }]] },
  'rollbook/rules.decideDelivery': {
    ...author,
    args: () => [
      delivery(),
      [{ ...change(), told: told(), isOnRoster: true }],
      { maxAttempts: 3, silentStatuses: ['late'] },
    ],
  },
  'rollbook/rules.compareAge': { ...author, args: () => [job(), job()] },
  'rollbook/rules.gatherSubjects': { ...author, args: () => [[job(), { ...job(), id: 'another' }]] },
  'rollbook/rules.needsDelivery': {
    ...author,
    args: () => [{ status: 'late', told: told(), isOpen: false }, telling()],
  },
  'rollbook/rules.planDeliveries': {
    ...author,
    args: () => [[addressed()], { hasPending: () => false, compareIds: () => 0 }],
  },
  'rollbook/rules.lastDayToPurge': { ...author, args: () => [at(), 7] },
  'rollbook/rules.isOnlyToCorrect': { ...author, args: () => [today, { today }] },
  'rollbook/rules.planJobs': {
    ...author,
    args: () => [[{ outcome: 'recorded', schoolId: 's', childId: 'c', date: today, session: 'day', today }], 7],
  },
  'rollbook/rules.settleDelivery': {
    ...author,
    args: () => [1, { lease: { id: 'job-1', token: 'token' }, outcome: 'failed', runAt: at() }, at()],
  },
  'rollbook/rules.isKnownDelivery': { ...author, args: () => [kind()] },
  'rollbook/rules.isKnownType': { ...author, args: () => ['attendance'] },
  'rollbook/rules.dueAt': { ...author, args: () => [turn()] },
  'rollbook/rules.findHead': { ...author, args: () => [turn(), [turn(), { ...turn(), number: 2 }]] },
  'rollbook/rules.isStale': { ...author, args: () => [[change()], () => 'late'] },
  'rollbook/rules.isSuspect': { ...author, args: () => [{ leaseUntil: at() }, at()] },
  'rollbook/rules.isThreadReadable': { ...author, args: () => [turn(), [turn()]] },
  'rollbook/rules.mayBeTaken': { ...author, args: () => [turn(), { now: at(), suspects: false, isStale: true }] },
  'rollbook/rules.shareThread': { ...author, args: () => [turn(), turn()] },
  'rollbook/rules.deliveryWithout': { ...author, args: () => [ofChildren(), 'c'] },
  'rollbook/rules.subjectsWithout': { ...author, args: () => [[subject()], 'c'] },
};
