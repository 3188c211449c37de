import { createRecordingNotifier, createTestClock } from 'rollbook/testing';
import type { Targets } from '../target.ts';
import { notification } from './things.ts';

const kit = { promised: 'author', weight: 0.5 } as const;

/** Every function of `rollbook/testing`. */
export const testingTargets: Targets = {
  'rollbook/testing.buildSchool': { ...kit, args: () => [{ name: 'S' }] },
  'rollbook/testing.buildChild': { ...kit, args: () => [{ name: 'C' }] },
  'rollbook/testing.buildEnrolment': { ...kit, args: () => [{ classId: 'melati' }] },
  'rollbook/testing.buildGuardian': { ...kit, args: () => [{ name: 'G' }] },
  'rollbook/testing.buildRoster': {
    ...kit,
    args: () => [
      { schools: 2, childrenPerSchool: 3, guardiansPerChild: 1, timezones: ['Asia/Jakarta'], idType: 'uuid' },
    ],
  },
  'rollbook/testing.sampleRoster': { ...kit, args: () => ['bigint'] },
  'rollbook/testing.testId': { ...kit, args: () => ['child', 3, 'uuid'] },
  'rollbook/testing.ExpectationError': { ...kit, args: () => ['unlike', { expected: 1, actual: 2 }] },
  'rollbook/testing.repositoryContract': {
    ...kit,
    weight: 0.5,
    args: () => [{ describe: () => {}, it: () => {}, create: async () => {}, idType: 'uuid' }],
  },
  'rollbook/testing.createTestClock': { ...kit, args: () => ['2026-03-02T08:00:00+07:00'] },
  'test clock.now': { ...kit, args: () => [], call: () => createTestClock().now() },
  'test clock.set': {
    ...kit,
    args: () => [new Date(0)],
    call: (args) => Reflect.apply(createTestClock().set, undefined, args),
  },
  'test clock.advance': {
    ...kit,
    args: () => [5],
    call: (args) => Reflect.apply(createTestClock().advance, undefined, args),
  },
  'rollbook/testing.createRecordingNotifier': { ...kit, args: () => [] },
  'recording notifier.notify': {
    ...kit,
    args: () => [notification(), { idempotencyKey: 'key', attempt: 1 }],
    call: (args) => Reflect.apply(createRecordingNotifier().notify, undefined, args),
  },
  'recording notifier.failNext': {
    ...kit,
    args: () => [2, new Error('no')],
    call: (args) => Reflect.apply(createRecordingNotifier().failNext, undefined, args),
  },
  'recording notifier.clear': { ...kit, args: () => [], call: () => createRecordingNotifier().clear() },
};
