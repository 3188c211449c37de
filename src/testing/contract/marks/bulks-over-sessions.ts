import { expectEqual, expectFields, expectRejected } from '../../kit/expectations.js';
import { outcomesOf } from '../world/columns-of.js';
import { at, today, tomorrow, yesterday } from '../world/contract-roster.js';
import type { ContractTopic } from '../world/contract-world.js';
import { type BulkMark, sendBulk } from '../world/mark-calls.js';
import {
  expectCountsEqualRecords,
  expectEmptyStore,
  expectNoTrace,
  findRecord,
  readStore,
} from '../world/store-snapshot.js';
import { bulksWithRepeats } from './bulks-with-repeats.js';

const week = ['2026-02-23', '2026-02-24', '2026-02-25', '2026-02-26', '2026-02-27'];

/** One child several times in a bulk: in several sessions, on several days, and never twice in one. */
export const bulksOverSessions: ContractTopic = {
  name: 'a child in a bulk',
  tests: {
    'may come in several sessions': async (world) => {
      const { probe, schools, children } = world;
      const { outcomes, tally } = await sendBulk(world, [
        { childId: children.sekar.id, status: 'sick', session: 'am' },
        { childId: children.sekar.id, status: 'present', session: 'pm' },
      ]);

      const place = { childId: children.sekar.id, date: today, outcome: 'recorded' };
      for (const [index, session] of ['am', 'pm'].entries())
        expectFields(`the outcome of ${session}`, outcomes[index], { ...place, session });
      expectFields('the tally', tally, { recorded: 2 });
      expectFields('the morning', await findRecord(probe, children.sekar), { status: 'sick' });
      expectFields('the afternoon', await findRecord(probe, children.sekar, { session: 'pm' }), { status: 'present' });
      const { notificationJobs, dailyCounts } = await readStore(probe);
      const sessions = notificationJobs.map(({ changes }) => changes.map(({ session }) => session).sort());
      expectEqual('the sessions of the job', sessions, [['am', 'pm']]);
      const key = { schoolId: schools.jakarta.id, date: today, count: 1 };
      expectEqual('the counts', dailyCounts, [
        { ...key, session: 'am', status: 'sick' },
        { ...key, session: 'pm', status: 'present' },
      ]);
    },

    'may come on several days': async (world) => {
      const { probe, children } = world;
      const { sekar } = children;
      const { outcomes } = await sendBulk(
        world,
        week.map((date) => ({ childId: sekar.id, status: 'sick', date })),
      );

      const shown = outcomes.map(({ date, session, outcome }) => ({ date, session, outcome }));
      expectEqual(
        'the outcomes',
        shown,
        week.map((date) => ({ date, session: 'am', outcome: 'recorded' })),
      );
      expectEqual('the rows', (await probe.records()).map(({ date }) => date).sort(), week);
      await expectCountsEqualRecords(probe);
    },

    'may come among others, in any order, with other outcomes each time': async (world) => {
      const { probe, children, mark } = world;
      const { sekar, bagas } = children;
      await mark(sekar, 'present', { occurredAt: at('08:00'), session: 'pm' });
      await mark(bagas, 'late', { occurredAt: at('08:00') });
      const { outcomes } = await sendBulk(
        world,
        [
          { childId: sekar.id, status: 'absent', session: 'pm' },
          { childId: bagas.id, status: 'late' },
          { childId: sekar.id, status: 'absent' },
          { childId: sekar.id, status: 'absent', date: tomorrow },
          { childId: bagas.id, status: 'late', date: yesterday, session: 'pm' },
        ],
        { occurredAt: at('08:30') },
      );

      const shown = outcomes.map(({ date, session, outcome, code }) => [date, session, code ?? outcome]);
      expectEqual('the outcomes', shown, [
        [today, 'pm', 'corrected'],
        [today, 'am', 'unchanged'],
        [today, 'am', 'recorded'],
        [tomorrow, 'am', 'date_in_future'],
        [yesterday, 'pm', 'recorded'],
      ]);
      await expectCountsEqualRecords(probe);
    },

    'has its day and session in every outcome, where the day can be told': async (world) => {
      const { schools, children, attendance } = world;
      const { laras, wayan, amira, sekar } = children;
      const { outcomes } = await sendBulk(world, [
        { childId: laras.id, status: 'late', session: 'pm' },
        { childId: wayan.id, status: 'late' },
        { childId: sekar.id, status: 'late', date: tomorrow, session: 'pm' },
      ]);
      expectEqual(
        'the outcomes',
        outcomes.map(({ date, session, code }) => [date, session, code]),
        [
          [today, 'pm', 'not_enrolled'],
          [today, 'am', 'child_not_found'],
          [tomorrow, 'pm', 'date_in_future'],
        ],
      );

      const adrift = await attendance.markBulkAttendance({
        schoolId: schools.adrift.id,
        markedBy: 'teacher-1',
        marks: [
          { childId: amira.id, status: 'late' },
          { childId: amira.id, status: 'late', date: yesterday, session: 'pm' },
        ],
      });
      const code = 'school_timezone_invalid';
      expectEqual('the outcomes of a school adrift', adrift.outcomes, [
        { childId: amira.id, session: 'am', outcome: 'rejected', code },
        { childId: amira.id, session: 'pm', date: yesterday, outcome: 'rejected', code },
      ]);
    },

    'has them too in the outcomes of a bulk that was refused': async (world) => {
      const { probe, children } = world;
      const { sekar, laras } = children;
      const marks: readonly BulkMark[] = [
        { childId: sekar.id, status: 'late', date: yesterday, session: 'pm' },
        { childId: sekar.id, status: 'late' },
        { childId: laras.id, status: 'late' },
      ];
      const refused = sendBulk(world, marks, { allOrNothing: true });

      const { details } = await expectRejected('the bulk', refused, 'bulk_rejected');
      expectEqual(
        'the outcomes',
        details.outcomes.map(({ date, session, code }) => [date, session, code]),
        [
          [yesterday, 'pm', 'bulk_rejected'],
          [today, 'am', 'bulk_rejected'],
          [today, 'am', 'not_enrolled'],
        ],
      );
      await expectEmptyStore(probe);
    },

    ...bulksWithRepeats,

    'may come on two days that only the instants tell apart': async (world) => {
      const { children, clock } = world;
      const { sekar } = children;
      clock.set('2026-03-02T00:30:00+07:00');
      const { outcomes } = await sendBulk(world, [
        { childId: sekar.id, status: 'late', occurredAt: '2026-03-01T23:59:59.999+07:00' },
        { childId: sekar.id, status: 'present', occurredAt: '2026-03-02T00:00:00+07:00' },
      ]);

      expectEqual(
        'the days',
        outcomes.map(({ date, outcome }) => [date, outcome]),
        [
          [yesterday, 'recorded'],
          [today, 'recorded'],
        ],
      );
    },

    'leaves no trace when the bulk is sent again': async (world) => {
      const { probe, children } = world;
      const { sekar } = children;
      const marks = [...week, today].flatMap((date): BulkMark[] => [
        { childId: sekar.id, status: 'sick', date },
        { childId: sekar.id, status: 'late', date, session: 'pm' },
      ]);
      await sendBulk(world, marks, { occurredAt: at('08:00') });
      await expectNoTrace('the second time', probe, async () => {
        const { outcomes } = await sendBulk(world, marks, { occurredAt: at('08:00') });
        expectEqual('the outcomes', [...new Set(outcomesOf(outcomes))], ['unchanged']);
      });
    },
  },
};
