import { isProxy } from 'node:util/types';
import { type Attendance, createAttendance, defaultLimits, defaultStatuses } from 'rollbook';
import { createMemoryRepository } from 'rollbook/memory';
import { defaultCatalog } from 'rollbook/messages';
import type { Material, Targets } from '../target.ts';
import { today } from './commands.ts';
import { tellingTargets } from './telling-rules.ts';
import { currentRecord, mark, notification, useAttendance } from './things.ts';

const at = () => new Date('2026-03-02T01:00:00Z');
const author = { promised: 'author' } as const;

/**
 * In milliseconds. A roster with its contacts is read once, and its size decides the time. A roster may have a million
 * rows.
 */
export const rosterLimitMs = 1_000;

/** Every function of `rollbook`, `rollbook/memory` and `rollbook/messages`. */
export const libraryTargets: Targets = {
  'rollbook.createAttendance': {
    promised: 'host',
    weight: 24,
    limitMs: 500,
    args: attendanceOptions,
    call: createAndUse,
  },
  'rollbook.defineStatuses': {
    promised: 'host',
    weight: 4,
    args: () => [{ onTrip: { attended: true }, away: { attended: false } }],
  },
  'rollbook.createCommandSchemas': {
    ...author,
    weight: 4,
    args: () => [{ statuses: ['here', 'away'], sessions: ['am', 'pm'], limits: { ...defaultLimits } }],
  },
  'rollbook.isAttendanceError': { promised: 'host', weight: 4, args: () => [new Error('other'), 'invalid_command'] },
  'rollbook.AttendanceError': { ...author, args: () => ['closed', 'closed', {}, { cause: new Error('why') }] },
  'rollbook.NotifierError': {
    ...author,
    args: () => ['no such number', { permanent: true, retryAfterMs: 5, cause: 1 }],
  },
  'rollbook.systemClock.now': { ...author, args: () => [] },
  'rollbook.silentLogger.warn': { ...author, args: () => ['warned', {}] },
  'rollbook/rules.admitMark': {
    ...author,
    args: () => [mark(), [candidate(), { ...candidate(), schoolId: 'another' }], { now: at(), editableDays: 3 }],
  },
  'rollbook/rules.findRepeatedMark': {
    ...author,
    args: () => [[mark(), { ...mark(), session: 'pm' }, { ...mark(), date: null }]],
  },
  'rollbook/rules.isEnrolledOn': { ...author, args: () => [enrolments(), today] },
  'rollbook/rules.enrolmentOn': { ...author, args: () => [enrolments(), today] },
  'rollbook/rules.nextRevisionId': { ...author, args: () => [1_772_413_200_000_000n, at(), 1] },
  'rollbook/rules.applyMark': {
    ...author,
    args: () => [
      currentRecord(),
      mark(),
      { outcome: 'corrected', happenedAt: at() },
      { schoolId: 's', date: today },
      at(),
    ],
  },
  'rollbook/rules.decideMark': {
    ...author,
    args: () => [currentRecord(), mark(), { onlyUnmarked: false, now: at(), mayBeRecorded: true }],
  },
  'rollbook/rules.canonicalId': { ...author, weight: 3, args: () => ['A0EE0000-0000-4000-8000-000000000001', 'uuid'] },
  'rollbook/rules.isInHistory': {
    ...author,
    args: () => [mark(), currentRecord(), [{ ...mark(), outcome: 'recorded', endedSpan: currentRecord() }]],
  },
  'rollbook/rules.isLoggedByFirstTry': {
    ...author,
    args: () => [mark(), at(), [{ ...mark(), outcome: 'recorded', recordedAt: at(), endedSpan: null }]],
  },
  'rollbook/rules.kindOf': { ...author, args: () => [[{ status: 'present', previousStatus: null }]] },
  'rollbook.isStatusChange': { ...author, args: () => ['recorded'] },
  'rollbook/rules.childNotFound': { ...author, args: () => ['school', 'child'] },
  'rollbook/rules.repeatedMark': { ...author, args: () => [{ first: 0, second: 1 }] },
  'rollbook/rules.schoolNotFound': { ...author, args: () => ['school'] },
  'rollbook/rules.schoolTimezoneInvalid': { ...author, args: () => ['school'] },
  'rollbook/rules.addDays': { ...author, args: () => [today, -3] },
  'rollbook/rules.schoolDay': { ...author, weight: 3, args: () => [at(), 'Asia/Jakarta'] },
  ...tellingTargets,
  'rollbook.forward': { ...author, args: () => [createMemoryRepository(), { ping: async () => {} }] },
  'rollbook.parseOptions': { ...author, args: (its) => [Reflect.get(its.store.attendance.schemas, 'eraseChild'), {}] },
  'rollbook/memory.createMemoryRepository': {
    promised: 'host',
    weight: 10,
    limitMs: rosterLimitMs,
    args: () => [{ roster: smallRoster(), idType: 'text', childIdsAreGlobal: true, timeoutMs: 100 }],
  },
  'rollbook/messages.renderNotification': {
    promised: 'host',
    weight: 24,
    args: () => [notification(), { locale: ['id-ID', null], catalog: defaultCatalog }],
  },
  'rollbook/messages.defineCatalog': {
    promised: 'host',
    weight: 6,
    args: () => [structuredClone({ ...defaultCatalog })],
  },
  'rollbook/messages.extendCatalog': {
    promised: 'host',
    weight: 6,
    args: () => [
      defaultCatalog,
      {
        statuses: { onTrip: { en: 'on a trip', id: 'karyawisata' } },
        sessions: { eve: { en: 'evening' } },
        locales: {
          fr: structuredClone({ ...defaultCatalog.en, statuses: { ...defaultCatalog.en.statuses, onTrip: 'sorti' } }),
        },
      },
    ],
  },
};

const enrolment = () => ({ enrolledFrom: '2026-01-01', enrolledUntil: null, classId: 'melati' });
const enrolments = () => [enrolment(), { ...enrolment(), classId: null }, { enrolledUntil: '2026-12-31' }];

/** A school where a mark may belong. */
function candidate() {
  return { schoolId: mark().schoolId, timezone: 'Asia/Jakarta', enrolments: enrolments(), hasRecord: () => true };
}

/** A roster of a school, a child and a guardian, with text for ids. */
export function smallRoster() {
  return {
    schools: [{ id: 's', name: 'S', timezone: 'Asia/Jakarta', weekdays: [1, 2, 3, 4, 5] }],
    children: [{ schoolId: 's', id: 'c', name: 'C' }],
    enrolments: [{ schoolId: 's', childId: 'c', ...enrolment(), weekdays: [1, 7], sessions: ['day'] }],
    guardians: [{ schoolId: 's', childId: 'c', id: 'g', name: 'G', locale: 'id', contact: { phones: ['+62'] } }],
  };
}

/**
 * Every option. The repository is mostly a good one, since the adapter is responsible for its answers. Attendance on a
 * hostile repository is created and not used.
 */
function attendanceOptions({ dice, store }: Material): unknown[] {
  // The repository has no plain object's class, so that no distortion reaches its methods.
  const repository = Object.create(createMemoryRepository({ roster: smallRoster(), idType: 'text' }));
  const options = otherOptions({ dice, store });
  const configurable = dice() < 0.1;
  return [Object.defineProperty(options, 'repository', { value: repository, enumerable: true, configurable })];
}

function createAndUse(args: unknown[]): unknown {
  const attendance: Attendance<string, string> = Reflect.apply(createAttendance, undefined, args);
  const options = args[0];
  const isOwn = isObject(options) && Object.getOwnPropertyDescriptor(options, 'repository')?.configurable === false;
  return isOwn ? useAttendance(attendance) : undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !isProxy(value);
}

function otherOptions({ dice, store }: Material): object {
  return {
    statuses: { ...defaultStatuses },
    sessions: ['day', 'pm'],
    notifier: { notify: async () => {} },
    ...(dice() < 0.5 && { queue: { enqueue: async () => {} } }),
    notifications: {
      outbox: true,
      settleMs: 0,
      concurrency: 2,
      rate: { limit: 100, intervalMs: 1_000 },
      retry: { maxAttempts: 2, baseMs: 1, capMs: 10 },
      leaseMs: 1_000,
      pollMs: 10,
      sendTimeoutMs: 5,
      handOverAgainMs: 1_000,
      correctDays: 3,
      when: () => true,
    },
    limits: {
      maxBulkSize: 10,
      maxClockSkewMs: 1_000,
      maxOfflineDays: 3,
      editableDays: 3,
      maxPastDays: 30,
      requireSchoolId: false,
    },
    batching: dice() < 0.8 && { maxBatchSize: 10, maxInFlight: 2, maxQueued: 10 },
    clock: { now: () => store.clock.now() },
    rateLimiter: { consume: async () => {} },
    rateLimitKey: () => 'key',
    rateLimitTimeoutMs: 5,
    slowStatementMs: 1_000,
    ids: () => crypto.randomUUID(),
    logger: { warn: () => {} },
  };
}
