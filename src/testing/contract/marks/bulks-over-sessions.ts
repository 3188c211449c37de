import type { IdType } from '../../../domain/ids.js';
import { expectEqual, expectFields, expectRejected } from '../../kit/expectations.js';
import { outcomesOf } from '../world/columns-of.js';
import { at, today, tomorrow, yesterday } from '../world/contract-roster.js';
import type { ContractAttendance, ContractTopic, ContractWorld } from '../world/contract-world.js';
import { markOf, requestOf } from '../world/port-request.js';
import {
  expectCountsEqualRecords,
  expectEmptyStore,
  expectNoTrace,
  findRecord,
  readStore,
} from '../world/store-snapshot.js';

const week = ['2026-02-23', '2026-02-24', '2026-02-25', '2026-02-26', '2026-02-27'];

/** One child several times in a bulk: in several sessions, on several days, and never twice in one. */
export const bulksOverSessions: ContractTopic = {
  name: 'a child in a bulk',
  tests: {
    'may come in several sessions': async (world) => {
      const { probe, schools, children } = world;
      const { outcomes, tally } = await send(world, [
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
      const { outcomes } = await send(
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
      const { outcomes } = await send(
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
      const { outcomes } = await send(world, [
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
      const refused = send(world, marks, { allOrNothing: true });

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

    'is refused twice in one day and session': async (world) => {
      const { probe, idType, children } = world;
      const { sekar, bagas } = children;
      const respelled = respell(sekar.id, idType);
      const longAgo = { date: today, occurredAt: '2026-02-01T00:00:00Z' };
      const { id: childId } = sekar;
      const twice: readonly (readonly [string, Half, Half])[] = [
        ['alike', {}, {}],
        ['in two spellings', {}, { childId: respelled }],
        ['both with the day', { date: today }, { date: today }],
        ['one with the day', { date: today }, {}],
        ['one with the day, in two spellings', {}, { childId: respelled, date: today }],
        ['at two instants', { occurredAt: at('08:00') }, {}],
        ['one with the day, of long ago', { occurredAt: at('08:00') }, longAgo],
        ['in the afternoon', { session: 'pm' }, { session: 'pm', date: today }],
      ];
      for (const [how, first, second] of twice) {
        const marks: readonly BulkMark[] = [
          { childId, status: 'present', ...first },
          { childId: bagas.id, status: 'late' },
          { childId, status: 'present', ...second },
        ];
        const { details } = await expectRejected(how, send(world, marks), 'invalid_command');
        expectEqual(
          `where, ${how}`,
          details.issues.map(({ path }) => path),
          ['marks.2'],
        );
        for (const options of [{ allOrNothing: true }, { onlyUnmarked: true }, { returning: 'outcomes' }] as const)
          await expectRejected(`${how}, otherwise`, send(world, marks, options), 'invalid_command');
      }
      await expectEmptyStore(probe);
    },

    'is refused twice whatever would come of either mark': async (world) => {
      const { probe, children, mark } = world;
      const { sekar, laras } = children;
      await mark(sekar, 'present', { occurredAt: at('09:00') });
      await expectNoTrace('the bulks', probe, async () => {
        for (const childId of [laras.id, sekar.id]) {
          const marks: readonly BulkMark[] = [
            { childId, status: 'late', date: today },
            { childId, status: 'absent', occurredAt: at('08:00') },
          ];
          await expectRejected('the bulk', send(world, marks), 'invalid_command');
        }
      });
    },

    'is refused twice by the repository itself': async ({ probe, schools, children, repository }) => {
      const { sekar, bagas } = children;
      const derived = markOf(sekar, 'absent');
      const dated = markOf(sekar, 'present', { date: today, occurredAt: at('09:00') });
      for (const overrides of [{}, { schoolId: schools.jakarta.id }, { allOrNothing: true }]) {
        const request = requestOf([derived, markOf(bagas, 'late'), dated], overrides);
        const { details } = await expectRejected('it', repository.recordMarks(request), 'invalid_command');
        expectEqual(
          'where',
          details.issues.map(({ path }) => path),
          ['marks.2'],
        );
      }
      await expectEmptyStore(probe);
    },

    "is refused twice in a host's transaction, which goes on": async (world) => {
      const { probe, schools, children, attendance, transaction } = world;
      const { sekar } = children;
      const bulk = { schoolId: schools.jakarta.id, markedBy: 'teacher-1' };
      await transaction(async (inside) => {
        const options = { transaction: inside };
        const marks: readonly BulkMark[] = [
          { childId: sekar.id, status: 'late', date: today },
          { childId: sekar.id, status: 'absent' },
        ];
        await expectRejected('twice', attendance.markBulkAttendance({ ...bulk, marks }, options), 'invalid_command');
        await attendance.markBulkAttendance({ ...bulk, marks: marks.slice(0, 1) }, options);
      });

      expectFields('the record', await findRecord(probe, sekar), { status: 'late' });
      expectEqual('the number of revisions', (await probe.revisions()).length, 1);
    },

    'may come on two days that only the instants tell apart': async (world) => {
      const { children, clock } = world;
      const { sekar } = children;
      clock.set('2026-03-02T00:30:00+07:00');
      const { outcomes } = await send(world, [
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
      await send(world, marks, { occurredAt: at('08:00') });
      await expectNoTrace('the second time', probe, async () => {
        const { outcomes } = await send(world, marks, { occurredAt: at('08:00') });
        expectEqual('the outcomes', [...new Set(outcomesOf(outcomes))], ['unchanged']);
      });
    },
  },
};

type BulkCommand = Parameters<ContractAttendance['markBulkAttendance']>[0];
type BulkMark = NonNullable<BulkCommand['marks']>[number];
/** The part of a mark in which two of them differ. */
type Half = Partial<BulkMark>;
type BulkExtras = Partial<Pick<BulkCommand, 'occurredAt' | 'allOrNothing' | 'onlyUnmarked' | 'returning'>>;

function send({ attendance, schools }: ContractWorld, marks: readonly BulkMark[], extras: BulkExtras = {}) {
  return attendance.markBulkAttendance({ schoolId: schools.jakarta.id, markedBy: 'teacher-1', marks, ...extras });
}

/** Another spelling of the same id. A text has but one. */
function respell(id: string, idType: IdType): string {
  if (idType === 'text') return id;
  return idType === 'uuid' ? id.toUpperCase() : `00${id}`;
}
