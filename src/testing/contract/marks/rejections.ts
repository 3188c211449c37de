import type { Mark } from '../../../domain/marks/mark.js';
import type { RejectionCode } from '../../../domain/outcome.js';
import { addDays } from '../../../domain/school-day.js';
import type { RecordMarksRequest } from '../../../ports/mark-store.js';
import { buildChild } from '../../kit/builders.js';
import { expectEqual, expectFields, expectRejected } from '../../kit/expectations.js';
import { testId } from '../../kit/test-ids.js';
import { outcomesOf } from '../world/columns-of.js';
import { enrol, today, tomorrow, yesterday } from '../world/contract-roster.js';
import type { ContractTopic, ContractWorld } from '../world/contract-world.js';
import { markOf, requestOf } from '../world/port-request.js';
import { expectEmptyStore, findRecord } from '../world/store-snapshot.js';
import { toRoster } from '../world/to-roster.js';

/** Why a mark is rejected, and which of several reasons it is told. */
export const rejections: ContractTopic = {
  name: 'a rejected mark',
  tests: {
    'names an unknown school before an unknown child': async (world) => {
      const mark = markOf(unknownChild(world), 'present', { schoolId: unknownSchoolId(world) });
      await expectCode(world, mark, 'school_not_found');
    },

    'names an unknown school for a child of another one': async (world) => {
      await expectCode(
        world,
        markOf(world.children.sekar, 'present', { schoolId: unknownSchoolId(world) }),
        'school_not_found',
      );
    },

    'names an unknown child before a day in the future': async (world) => {
      const mark = markOf(unknownChild(world), 'present', { date: tomorrow });
      await expectCode(world, mark, 'child_not_found');
      await expectCode(world, { ...mark, schoolId: world.schools.jakarta.id }, 'child_not_found');
      await expectCode(world, { ...mark, schoolId: world.schools.adrift.id }, 'child_not_found');
    },

    'names the missing school of a child whose school has left the roster': async (world) => {
      const { schools, children, idType, probe } = world;
      await probe.setRoster(toRoster([schools.makassar], [children.sekar, children.wayan], idType));
      await expectCode(world, markOf(children.sekar, 'present'), 'school_not_found');
    },

    'names a missing enrolment before a day in the future': async (world) => {
      await expectCode(world, markOf(world.children.laras, 'present', { date: tomorrow }), 'not_enrolled');
    },

    'names a missing enrolment before a locked day': async (world) => {
      const mark = markOf(world.children.tegar, 'present', { date: yesterday });
      await expectCode(world, mark, 'not_enrolled', { editableDays: 0 });
    },

    'names a missing enrolment before a broken time zone, if the day is known': async (world) => {
      const { schools, children, idType, probe } = world;
      const { amira } = children;
      const left = enrol(amira, { enrolledUntil: yesterday });
      await probe.setRoster(toRoster(Object.values(schools), [amira], idType, [left]));
      await expectCode(world, markOf(amira, 'present', { date: today }), 'not_enrolled');
      await expectCode(world, markOf(amira, 'present'), 'school_timezone_invalid');
    },

    'names a day in the future': async (world) => {
      await expectCode(world, markOf(world.children.sekar, 'present', { date: tomorrow }), 'date_in_future');
      await expectCode(world, markOf(world.children.sekar, null, { date: '9999-12-31' }), 'date_in_future');
    },

    'names a locked day': async (world) => {
      await expectCode(world, markOf(world.children.sekar, 'present', { date: yesterday }), 'date_locked', {
        editableDays: 0,
      });
      await expectCode(world, markOf(world.children.sekar, null, { date: '2026-02-26' }), 'date_locked', {
        editableDays: 3,
      });
    },

    'names a broken time zone where neither the future nor a lock can be told': async (world) => {
      const { amira } = world.children;
      await expectCode(world, markOf(amira, 'present', { date: tomorrow }), 'school_timezone_invalid');
      await expectCode(world, markOf(amira, 'present', { date: '2020-01-01' }), 'school_timezone_invalid', {
        editableDays: 0,
      });
    },

    'reaches the caller as an error that names the child and no person': async ({ schools, children, mark, clear }) => {
      const error = await expectRejected(
        'a mark',
        mark(children.laras, 'present', { schoolId: schools.jakarta.id }),
        'not_enrolled',
      );

      expectEqual('the details', error.details, { childId: children.laras.id, schoolId: schools.jakarta.id });
      expectEqual('whether the message holds the name', error.message.includes('Laras'), false);
      await expectRejected('a clear', clear(children.laras), 'not_enrolled');
    },

    'is none on the first and the last day of enrolment': async ({ repository, children: { laras, tegar, nayla } }) => {
      const results = await repository.recordMarks(
        requestOf(
          [
            markOf(laras, 'present', { date: yesterday }),
            markOf(tegar, 'present', { date: tomorrow }),
            markOf(nayla, 'present', { date: today }),
          ],
          { now: new Date('2026-03-03T12:00:00+07:00') },
        ),
      );

      expectEqual('the outcomes', outcomesOf(results), ['recorded', 'recorded', 'recorded']);
    },

    'is none on the oldest day that may be edited': async ({ children, attendanceWith }) => {
      const { markAttendance } = attendanceWith({ limits: { editableDays: 3 } });
      const command = { childId: children.sekar.id, status: 'present', markedBy: 'teacher-1' } as const;

      expectFields('the oldest day', await markAttendance({ ...command, date: '2026-02-27' }), { outcome: 'recorded' });
      await expectRejected('the day before', markAttendance({ ...command, date: '2026-02-26' }), 'date_locked');
    },

    'names a day further back than marks may be about': async ({
      probe,
      children,
      clock,
      mark,
      clear,
      attendanceWith,
    }) => {
      const daysAgo = (days: number) => ({ date: addDays(today, -days), occurredAt: clock.now() });
      await expectRejected(
        'a slip of the year',
        mark(children.sekar, 'present', { date: '1926-03-02' }),
        'date_locked',
      );
      await expectRejected('a mark', mark(children.sekar, 'present', daysAgo(1_101)), 'date_locked');
      await expectRejected('a clear', clear(children.sekar, daysAgo(1_101)), 'date_locked');
      await expectEmptyStore(probe);
      expectFields('at the limit', await mark(children.sekar, 'present', daysAgo(1_100)), { outcome: 'recorded' });

      const command = { childId: children.bagas.id, status: 'present', markedBy: 'teacher-1' } as const;
      for (const limits of [{ maxPastDays: 30 }, { maxPastDays: 30, editableDays: 60 }, { editableDays: 30 }]) {
        const { markAttendance } = attendanceWith({ limits });
        const what = JSON.stringify(limits);
        await expectRejected(what, markAttendance({ ...command, ...daysAgo(31) }), 'date_locked');
        expectFields(what, await markAttendance({ ...command, ...daysAgo(30) }), {
          record: await findRecord(probe, children.bagas, daysAgo(30)),
        });
      }
    },

    'names a day further back than marks may be about in a bulk': async ({ schools, children, attendance }) => {
      const { outcomes } = await attendance.markBulkAttendance({
        schoolId: schools.jakarta.id,
        markedBy: 'teacher-1',
        marks: [
          { childId: children.sekar.id, status: 'present', date: '1926-03-02' },
          { childId: children.sekar.id, status: 'present', date: addDays(today, -1_100) },
        ],
      });

      expectEqual('the outcomes', outcomesOf(outcomes), ['rejected', 'recorded']);
      expectFields('the rejection', outcomes[0], { code: 'date_locked', date: '1926-03-02' });
    },

    "judges the future by the school's own clock": async ({ children, clock, mark }) => {
      clock.set('2026-03-02T23:30:00+07:00');

      await expectRejected(
        'tomorrow in Jakarta',
        mark(children.sekar, 'present', { date: tomorrow }),
        'date_in_future',
      );
      expectFields('today in Makassar', await mark(children.wayan, 'present', { date: tomorrow }), {
        outcome: 'recorded',
      });
    },

    'is one of a device whose clock is already past midnight': async ({ children, clock, mark }) => {
      clock.set('2026-03-02T23:59:30+07:00');
      const early = mark(children.sekar, 'present', { occurredAt: '2026-03-03T00:00:00+07:00' });

      await expectRejected('the mark', early, 'date_in_future');
    },
  },
};

/** Expects the code with the school named by the mark, and pinned for all marks; and that nothing is stored. */
async function expectCode(
  { repository, probe }: ContractWorld,
  mark: Mark,
  code: RejectionCode,
  overrides: Partial<RecordMarksRequest> = {},
): Promise<void> {
  const { childId, session, date = null } = mark;
  const rejection = [{ outcome: 'rejected', childId, code, date, session }];
  expectEqual('the result', await repository.recordMarks(requestOf([mark], overrides)), rejection);
  if (mark.schoolId !== undefined) {
    const pinned = requestOf([mark], { ...overrides, schoolId: mark.schoolId });
    expectEqual('the result with the school pinned', await repository.recordMarks(pinned), rejection);
  }
  await expectEmptyStore(probe);
}

function unknownSchoolId({ idType }: ContractWorld): string {
  return testId('school', 99, idType);
}

function unknownChild({ idType }: ContractWorld) {
  return buildChild({ id: testId('child', 99, idType) });
}
