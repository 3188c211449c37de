import {
  type Attendance,
  type AttendanceOptions,
  createAttendance,
  type NotificationOutbox,
  type NotificationQueue,
  type Notifier,
  type Roster,
} from 'rollbook';
import { createMemoryRepository } from 'rollbook/memory';
import { buildRoster, createRecordingNotifier, createTestClock, testId } from 'rollbook/testing';

/** A method of the outbox, called. */
export interface OutboxCall {
  readonly method: keyof NotificationOutbox;
  readonly request: unknown;
}

type Interception = (call: OutboxCall) => unknown;

/** How an office is to be. */
export interface OfficeOptions {
  readonly roster?: Roster;
  readonly children?: number;
  readonly schools?: number;
  /** Default: a recording notifier. */
  readonly notifier?: Notifier | false;
  readonly queue?: NotificationQueue;
  readonly notifications?: AttendanceOptions<string, string, unknown>['notifications'];
  /** Runs before each call of the outbox reaches the store; what it throws is the store's failure. */
  readonly before?: Interception;
}

export const school = testId('school', 1);
export const child = (number: number) => testId('child', number);
export const guardian = (number: number) => testId('guardian', number);

/** A school in memory that tells its guardians, at eight in the morning, and what reached its outbox. */
export function openOffice({
  children = 3,
  schools = 1,
  roster = buildRoster({ schools, childrenPerSchool: children, timezones: ['Asia/Jakarta'] }),
  notifier,
  queue,
  notifications,
  before = () => {},
}: OfficeOptions = {}) {
  const memory = createMemoryRepository({ roster });
  const clock = createTestClock();
  const recorder = createRecordingNotifier();
  const calls: OutboxCall[] = [];
  const warnings: { readonly message: string; readonly fields: Readonly<Record<string, string>> }[] = [];
  const outbox = watchOutbox(memory.outbox, async (call) => {
    calls.push(call);
    await before(call);
  });
  let jobs = 0;
  const attendance = createAttendance({
    repository: { ...memory, outbox },
    clock,
    // In the order of the marks: the clock stands still.
    ids: () => {
      jobs += 1;
      return `00000000-0000-4000-8000-${String(jobs).padStart(12, '0')}`;
    },
    logger: { warn: (message, fields) => warnings.push({ message, fields }) },
    ...(notifier !== false && { notifier: notifier ?? recorder }),
    ...(queue && { queue }),
    notifications: { outbox: true, pollMs: 1, ...notifications },
  });
  return {
    attendance,
    memory,
    outbox: memory.outbox,
    clock,
    recorder,
    calls,
    warnings,
    mark: marker(attendance),
  };
}

/** Marks one child of the office, by its number. */
function marker(attendance: Attendance) {
  return (number: number, status: 'present' | 'absent' | 'late' = 'absent') =>
    attendance.markAttendance({ childId: child(number), status, markedBy: 'teacher-1' });
}

function watchOutbox(outbox: NotificationOutbox, before: (call: OutboxCall) => Promise<void>): NotificationOutbox {
  return new Proxy(outbox, {
    get: (target, name, receiver) => {
      const method = Reflect.get(target, name, receiver);
      if (typeof method !== 'function') return method;
      return async (request: unknown) => {
        await before({ method: methodOf(name), request });
        return Reflect.apply(method, target, [request]);
      };
    },
  });
}

const methods = [
  'fanOut',
  'claim',
  'renew',
  'settle',
  'takeJobs',
  'returnJobs',
  'closeJob',
  'deadLetters',
  'retryDeadLetter',
  'stats',
] as const satisfies readonly (keyof NotificationOutbox)[];

function methodOf(name: string | symbol): keyof NotificationOutbox {
  const method = methods.find((known) => known === name);
  if (!method) throw new Error('the outbox has no such method');
  return method;
}
