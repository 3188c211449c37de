import { expectEqual, expectFields } from '../../kit/expectations.js';
import { at, enrol, today, yesterday } from '../world/contract-roster.js';
import type { ContractTopic } from '../world/contract-world.js';
import { classesOn, enrolOnly } from '../world/enrolled-child.js';
import { readStore } from '../world/store-snapshot.js';

/** Today is a Monday. */
const friday = '2026-02-27';

/** Several enrolments of one child at once. */
export const overlappingEnrolments: ContractTopic['tests'] = {
  'that overlap never double a child': async (world) => {
    const { schools, children, attendance, mark } = world;
    const { sekar } = children;
    const row = enrol(sekar, { classId: 'K1', enrolledFrom: '2026-01-05' });
    await enrolOnly(world, [row, row, enrol(sekar, { classId: 'K2', enrolledFrom: '2026-02-01' }), enrol(sekar)]);
    await mark(sekar, 'present', { occurredAt: at('08:00') });

    expectEqual('the classes', await classesOn(world, today), ['K2']);
    const { id: schoolId } = schools.jakarta;
    const one = { enrolled: 1, attended: 1, unmarked: 0 };
    expectFields('the summary', await attendance.getDailySummary({ schoolId }), one);
    expectFields('of the class', await attendance.getDailySummary({ schoolId, classId: 'K2' }), one);
    const { records, revisions } = await readStore(world.probe);
    expectEqual('the rows', [records.length, revisions.length], [1, 1]);
  },

  'that overlap count by their first day, the latest one': async (world) => {
    const { sekar } = world.children;
    await enrolOnly(world, [
      enrol(sekar, { classId: 'summer', enrolledFrom: '2026-02-10', enrolledUntil: '2026-02-20' }),
      enrol(sekar, { classId: 'open' }),
      enrol(sekar, { classId: 'year', enrolledFrom: '2026-01-05' }),
    ]);
    const expected = [
      ['2026-01-04', 'open'],
      ['2026-01-05', 'year'],
      ['2026-02-09', 'year'],
      ['2026-02-10', 'summer'],
      ['2026-02-20', 'summer'],
      ['2026-02-21', 'year'],
    ] as const;
    for (const [date, classId] of expected) {
      expectEqual(`the classes of ${date}`, await classesOn(world, date), [classId]);
    }
  },

  'of one first day count by class, the greatest one code point by code point': async (world) => {
    const { sekar } = world.children;
    const ties = [
      ['K1', 'K2'],
      [null, 'K1'],
      ['K1', 'K10'],
      ['B', 'a'],
      ['z', 'é'],
      ['\uFF5E', '\u{1F600}'],
    ] as const;
    for (const [smaller, greater] of ties) {
      for (const classIds of [
        [smaller, greater],
        [greater, smaller],
      ]) {
        await enrolOnly(
          world,
          classIds.map((classId) => enrol(sekar, { classId, enrolledFrom: '2026-01-05' })),
        );
        expectEqual(`the class of ${classIds}`, await classesOn(world, today), [greater]);
      }
    }
  },

  'of one first day that end on different days each hold to their end': async (world) => {
    const { sekar } = world.children;
    await enrolOnly(world, [
      enrol(sekar, { classId: 'K2', enrolledFrom: friday, enrolledUntil: yesterday }),
      enrol(sekar, { classId: 'K1', enrolledFrom: friday }),
    ]);

    expectEqual('yesterday', await classesOn(world, yesterday), ['K2']);
    expectEqual('today', await classesOn(world, today), ['K1']);
  },
};
