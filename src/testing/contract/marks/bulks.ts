import { buildRoster } from '../../kit/build-roster.js';
import { expectEqual, expectFields } from '../../kit/expectations.js';
import { childIdsOf, outcomesOf } from '../world/columns-of.js';
import { at, today, yesterday } from '../world/contract-roster.js';
import type { ContractTopic } from '../world/contract-world.js';
import { markOf, requestOf } from '../world/port-request.js';
import { expectCountsEqualRecords, expectEmptyStore, findRecord, readStore } from '../world/store-snapshot.js';

/** Many marks at once. */
export const bulks: ContractTopic = {
  name: 'a bulk',
  tests: {
    'answers in the order of the command, whatever came of each child': async ({
      schools,
      children,
      attendance,
      mark,
    }) => {
      const { sekar, bagas, nayla, intan, laras, wayan } = children;
      await mark(sekar, 'present', { occurredAt: at('08:00') });
      await mark(nayla, 'sick', { occurredAt: at('08:00') });
      await mark(intan, 'present', { occurredAt: at('09:00') });
      const { outcomes, tally } = await attendance.markBulkAttendance({
        schoolId: schools.jakarta.id,
        childIds: [wayan.id, intan.id, sekar.id, laras.id, bagas.id, nayla.id],
        status: 'present',
        occurredAt: at('08:30'),
        markedBy: 'teacher-1',
      });

      const shown = outcomes.map(({ childId, outcome, code, previousStatus }) => ({
        childId,
        outcome,
        code,
        previousStatus,
      }));
      expectEqual('the outcomes', shown, [
        { childId: wayan.id, outcome: 'rejected', code: 'child_not_found' },
        { childId: intan.id, outcome: 'superseded', previousStatus: 'present' },
        { childId: sekar.id, outcome: 'unchanged', previousStatus: 'present' },
        { childId: laras.id, outcome: 'rejected', code: 'not_enrolled' },
        { childId: bagas.id, outcome: 'recorded', previousStatus: null },
        { childId: nayla.id, outcome: 'corrected', previousStatus: 'sick' },
      ]);
      const none = { amended: 0, kept: 0, cleared: 0 };
      expectEqual('the tally', tally, { ...none, recorded: 1, corrected: 1, unchanged: 1, superseded: 1, rejected: 2 });
    },

    'records the others though some are rejected': async ({ probe, schools, children, attendance }) => {
      const { outcomes } = await attendance.markBulkAttendance({
        schoolId: schools.jakarta.id,
        childIds: [children.laras.id, children.sekar.id],
        status: 'present',
        markedBy: 'teacher-1',
      });

      const { records, revisions } = await readStore(probe);
      expectEqual('the stored records', records, [outcomes[1]?.record]);
      expectEqual('the number of revisions', revisions.length, 1);
      await expectCountsEqualRecords(probe);
    },

    'gives each child its own status, day, session, instant and details': async ({
      probe,
      schools,
      children,
      attendance,
    }) => {
      const mine = {
        status: 'sick',
        date: yesterday,
        session: 'pm',
        reason: 'fever',
        note: 'called home',
        markedBy: 'teacher-2',
      } as const;
      const { outcomes } = await attendance.markBulkAttendance({
        schoolId: schools.jakarta.id,
        occurredAt: at('08:00'),
        reason: 'rain',
        note: 'all wet',
        markedBy: 'teacher-1',
        marks: [
          { childId: children.sekar.id, ...mine, occurredAt: at('08:10') },
          { childId: children.bagas.id, status: 'late', note: null },
        ],
      });

      expectFields("the first child's record", outcomes[0]?.record, { ...mine, occurredAt: at('08:10') });
      const inherited = { date: today, session: 'am', reason: 'rain', markedBy: 'teacher-1', occurredAt: at('08:00') };
      expectFields("the second child's record", outcomes[1]?.record, { ...inherited, status: 'late', note: null });
      const stored = await Promise.all([findRecord(probe, children.sekar, mine), findRecord(probe, children.bagas)]);
      expectEqual(
        'the stored records',
        stored,
        outcomes.map(({ record }) => record),
      );
    },

    'answers no marks with no results': async ({ probe, repository, schools }) => {
      expectEqual('the results', await repository.recordMarks(requestOf([])), []);
      const pinned = requestOf([], { schoolId: schools.jakarta.id, allOrNothing: true, returning: 'outcomes' });
      expectEqual('the results of a pinned school', await repository.recordMarks(pinned), []);
      await expectEmptyStore(probe);
    },

    'takes one child in two sessions and on two days': async ({ probe, repository, children: { sekar } }) => {
      const marks = [
        markOf(sekar, 'present'),
        markOf(sekar, 'late', { session: 'pm' }),
        markOf(sekar, 'sick', { date: yesterday }),
      ];
      const results = await repository.recordMarks(requestOf(marks));

      const places = results.map((result) => result.outcome !== 'rejected' && [result.date, result.session]);
      expectEqual('the places', places, [
        [today, 'am'],
        [today, 'pm'],
        [yesterday, 'am'],
      ]);
      expectEqual('the number of records', (await probe.records()).length, 3);
      await expectCountsEqualRecords(probe);
    },

    'clears some children and marks others': async ({ probe, repository, children: { sekar, bagas, nayla }, mark }) => {
      await mark(sekar, 'present', { occurredAt: at('07:00') });
      const marks = [markOf(sekar, null), markOf(bagas, 'present'), markOf(nayla, null)];
      const results = await repository.recordMarks(requestOf(marks));

      expectEqual('the outcomes', outcomesOf(results), ['cleared', 'recorded', 'unchanged']);
      await expectCountsEqualRecords(probe);
    },

    'records a thousand children': async ({ probe, idType, schools, attendance }) => {
      const roster = buildRoster({ childrenPerSchool: 1_000, idType });
      await probe.setRoster(roster);
      const childIds = roster.children.map(({ id }) => id).reverse();
      const { outcomes, tally } = await attendance.markBulkAttendance({
        schoolId: schools.jakarta.id,
        childIds,
        status: 'present',
        markedBy: 'teacher-1',
      });

      expectFields('the tally', tally, { recorded: 1_000 });
      expectEqual('the children', childIdsOf(outcomes), childIds);
      const { records, revisions, notificationJobs } = await readStore(probe);
      expectEqual('the rows', [records.length, revisions.length, notificationJobs.length], [1_000, 1_000, 1]);
      await expectCountsEqualRecords(probe);
    },
  },
};
