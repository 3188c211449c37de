import * as fc from 'fast-check';
import { createAttendance, isAttendanceError } from 'rollbook';
import { createMemoryRepository } from 'rollbook/memory';
import { describe, expect, test } from 'vitest';
import { seeded } from './seed.ts';
import { childIdOf, createWorld, defaultLimits, schoolIdOf } from './world.ts';

const noon = new Date('2026-11-02T05:00:00Z');
const world = createWorld({ startsAt: noon, limits: defaultLimits, stays: [] });
const schoolId = schoolIdOf(0);
const childId = childIdOf(0, 0);

/** Of each method, a command with which nothing is wrong. */
const good: Readonly<Record<string, object>> = {
  markAttendance: { schoolId, childId, status: 'present', markedBy: 'me', occurredAt: noon, reason: 'bus', note: null },
  markBulkAttendance: {
    schoolId,
    childIds: [childId, childIdOf(0, 1)],
    status: 'late',
    markedBy: 'me',
    returning: 'records',
  },
  clearAttendance: { schoolId, childId, markedBy: 'me', date: '2026-11-02', session: 'day' },
  getRegister: { schoolId, date: '2026-11-02', classId: 'class 1' },
  getDailySummary: { schoolId, date: '2026-11-02', session: 'day' },
  getHistory: { schoolId, childId, from: '2026-11-01', to: '2026-11-02' },
  reconcileDailyCounts: { schoolId, date: '2026-11-02' },
};

const anything = fc.anything({
  withBigInt: true,
  withBoxedValues: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withObjectString: true,
  withSet: true,
  withSparseArray: true,
  withTypedArray: true,
});

describe.each(Object.entries(good))('%s', (method, command) => {
  test('refuses anything that is no command as one', async () => {
    const property = fc.asyncProperty(anything, async (input) => {
      expect(await codeOf(method, input)).toBe('invalid_command');
    });
    await fc.assert(property, seeded(`${method} of anything`, 300));
  });

  test('takes or refuses a command with anything in one field, and never fails in another way', async () => {
    const field = fc.constantFrom(...Object.keys(command));
    const property = fc.asyncProperty(field, fc.oneof(anything, fc.string({ unit: 'binary' })), async (name, value) => {
      expect(['taken', 'invalid_command', 'date_in_future']).toContain(
        await codeOf(method, { ...command, [name]: value }),
      );
    });
    await fc.assert(property, seeded(`${method} with anything in a field`, 500));
  });

  test('takes or refuses anything for options, and never fails in another way', async () => {
    const property = fc.asyncProperty(anything, async (options) => {
      expect(['taken', 'invalid_command']).toContain(await codeOf(method, command, options));
    });
    await fc.assert(property, seeded(`${method} with anything for options`, 200));
  });
});

/** The code of the error, which is thrown on where it is not the library's. */
async function codeOf(method: string, ...input: unknown[]): Promise<string> {
  const attendance = createAttendance({
    repository: createMemoryRepository({ roster: world }),
    clock: { now: () => new Date(noon) },
  });
  try {
    await Reflect.apply(Reflect.get(attendance, method), attendance, input);
    return 'taken';
  } catch (error) {
    if (isAttendanceError(error)) return error.code;
    throw error;
  }
}
