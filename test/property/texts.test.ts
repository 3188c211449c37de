import * as fc from 'fast-check';
import { createAttendance } from 'rollbook';
import { expect, test } from 'vitest';
import { seeded } from './seed.ts';
import { describeOnStores, type OpenStore } from './stores.ts';
import { childIdOf, createWorld, defaultLimits, schoolIdOf } from './world.ts';

const noon = new Date('2026-11-02T05:00:00Z');
const world = createWorld({ startsAt: noon, limits: defaultLimits, stays: [] });
const schoolId = schoolIdOf(0);
const childId = childIdOf(0, 0);

/** What SQL, arrays of Postgres or JSON could take for something else than text. */
const tricky = [
  '',
  ' ',
  'null',
  'NULL',
  '{}',
  '{a,b}',
  '"',
  '\\',
  '\\N',
  "'",
  '$1',
  '%',
  '\r\n',
  '\u007f',
  '\ufeff',
  '\uffff',
];
const text = fc.oneof(fc.constantFrom(...tricky), fc.string({ unit: 'binary', maxLength: 60 })).filter((value) => {
  return value.isWellFormed() && !value.includes('\0');
});
const texts = fc.record({
  reason: fc.option(text),
  note: fc.option(text),
  markedBy: text.filter((value) => value !== ''),
});

describeOnStores('any text', (openStore, storeName) => {
  test('comes back as it was given, in the answer, the register and the history', async () => {
    const property = fc.asyncProperty(texts, (given) => expectToComeBack(openStore, given));
    await fc.assert(property, seeded(`texts, ${storeName}`, 150));
  });
});

type Texts = typeof texts extends fc.Arbitrary<infer Value> ? Value : never;

async function expectToComeBack(openStore: OpenStore, given: Texts): Promise<void> {
  const { repository } = await openStore(world);
  const attendance = createAttendance({ repository, clock: { now: () => new Date(noon) } });
  const { record } = await attendance.markAttendance({ childId, status: 'sick', ...given });
  const { outcomes } = await attendance.markBulkAttendance({
    schoolId,
    marks: [{ childId, status: 'sick' }],
    ...given,
  });
  const { entries } = await attendance.getRegister({ schoolId });
  const history = await attendance.getHistory({ schoolId, childId });
  expect(outcomes).toMatchObject([{ outcome: 'unchanged', record: given }]);
  expect([record, entries.find((entry) => entry.childId === childId)?.record, ...history]).toMatchObject([
    given,
    given,
    given,
  ]);
}
