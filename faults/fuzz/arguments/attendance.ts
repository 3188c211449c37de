import { createAttendance } from 'rollbook';
import { createMemoryRepository } from 'rollbook/memory';
import { pickWith } from '../../load/dice.ts';
import { fuzzRoster } from '../roster.ts';
import type { Material, Targets } from '../target.ts';
import { anyChild, anyIds, anySchool, goodBulk, goodClear, goodMark, jobId, somebody, today } from './commands.ts';

const spent = { promised: 'host', on: 'spent' } as const;

/** Every method of `Attendance`. */
export const attendanceTargets: Targets = {
  markAttendance: { promised: 'host', weight: 14, args: (its) => [goodMark(its), ...someOptions(its)] },
  markBulkAttendance: { promised: 'host', weight: 12, args: (its) => [goodBulk(its), ...someOptions(its)] },
  clearAttendance: { promised: 'host', weight: 8, args: (its) => [goodClear(its), ...someOptions(its)] },
  getRegister: {
    promised: 'host',
    weight: 6,
    args: (its) => [{ schoolId: anySchool(its), date: today, session: 'day', classId: 'melati' }, ...someOptions(its)],
  },
  getDailySummary: {
    promised: 'host',
    weight: 6,
    args: (its) => [{ schoolId: anySchool(its), date: today, session: 'day', classId: 'melati' }, ...someOptions(its)],
  },
  getHistory: {
    promised: 'host',
    weight: 6,
    args: (its) => [{ ...anyIds(its), from: '2026-01-01', to: today }, ...someOptions(its)],
  },
  reconcileDailyCounts: {
    promised: 'host',
    weight: 6,
    args: (its) => [{ schoolId: anySchool(its), date: today }, ...someOptions(its)],
  },
  purge: {
    ...spent,
    weight: 5,
    args: (its) => [{ deliveriesBefore: new Date(0), revisionsBefore: '2026-01-01' }, ...someOptions(its)],
    before: markSomebody,
  },
  eraseChild: { ...spent, weight: 5, args: (its) => [anyIds(its), ...someOptions(its)], before: markSomebody },
  health: { promised: 'host', args: () => [{}] },
  close: { promised: 'host', args: () => [{}], call: (args) => Reflect.apply(newAttendance().close, undefined, args) },
  'notifications.start': { ...spent, args: () => [{}] },
  'notifications.stop': { ...spent, weight: 2, args: () => [{ graceMs: 10 }] },
  'notifications.drain': { promised: 'host', args: () => [{}] },
  'notifications.process': { promised: 'host', weight: 3, args: (its) => [jobId(its)] },
  'notifications.deadLetters': {
    ...spent,
    weight: 4,
    args: (its) => [{ schoolId: anySchool(its), reason: 'refused', limit: 3 }],
  },
  'notifications.retryDeadLetter': { ...spent, weight: 3, args: (its) => [`${jobId(its)}-1.2`] },
  'notifications.stats': { ...spent, args: () => [{}] },
  'events.on': { promised: 'host', args: listener, call: (args) => listen('on', args) },
  'events.once': { promised: 'host', args: listener, call: (args) => listen('once', args) },
  'events.off': { promised: 'host', args: listener, call: (args) => listen('off', args) },
};

/** Methods of the event emitter that no type shows. */
export const notPublic: readonly string[] = ['events.publish', 'events.clear'];

function someOptions({ dice }: Material): unknown[] {
  const draw = dice();
  if (draw < 0.05) return [{ transaction: {} }];
  return draw < 0.3 ? [{ signal: new AbortController().signal }] : [];
}

async function markSomebody(its: Material): Promise<void> {
  if (its.dice() < 0.3) await its.store.attendance.markAttendance({ ...goodMark(its), ...somebody(its) });
}

function listener({ dice }: Material): unknown[] {
  const names = ['attendance.marked', 'attendance.bulkMarked', 'notification.delivered', 'statement.slow'];
  return [pickWith(dice, names), () => {}];
}

/** Registers a listener and has it called, even if the listener is hostile. */
async function listen(method: 'on' | 'once' | 'off', args: unknown[]): Promise<void> {
  const attendance = newAttendance();
  Reflect.apply(attendance.events[method], attendance.events, args);
  await attendance.markAttendance({ childId: anyChild, status: 'present', markedBy: 'teacher-1' });
}

const roster = fuzzRoster('uuid');

function newAttendance() {
  return createAttendance({ repository: createMemoryRepository({ roster }) });
}
