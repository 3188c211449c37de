import { expectEqual, expectFields, expectRejected } from '../../kit/expectations.js';
import { outcomesOf } from '../world/columns-of.js';
import { at, today } from '../world/contract-roster.js';
import type { ContractTopic } from '../world/contract-world.js';
import { markOf, requestOf } from '../world/port-request.js';
import { expectCountsEqualRecords, expectEmptyStore, expectNoTrace, findRecord } from '../world/store-snapshot.js';

/** When the marks are that say nothing else. */
const place = { date: today, session: 'am' };

/** Options of a bulk: only the unmarked, all or nothing, and how much it answers. */
export const bulkOptions: ContractTopic = {
  name: 'the options of a bulk:',
  tests: {
    'onlyUnmarked leaves children alone who have a status': async (world) => {
      const { probe, schools, children, attendance, mark, clear } = world;
      const { sekar, bagas, nayla, intan } = children;
      const standing = await mark(sekar, 'sick', { occurredAt: at('08:00'), reason: 'fever' });
      const newer = await mark(bagas, 'late', { occurredAt: at('10:00') });
      await mark(nayla, 'present', { occurredAt: at('08:00') });
      await clear(nayla, { occurredAt: at('08:10') });
      const { outcomes } = await attendance.markBulkAttendance({
        schoolId: schools.jakarta.id,
        childIds: [sekar.id, bagas.id, nayla.id, intan.id],
        status: 'present',
        reason: 'on the trip',
        occurredAt: at('09:00'),
        markedBy: 'teacher-1',
        onlyUnmarked: true,
      });

      expectEqual('the outcomes', outcomesOf(outcomes), ['kept', 'kept', 'recorded', 'recorded']);
      expectEqual(
        'the kept records',
        outcomes.slice(0, 2).map(({ record }) => record),
        [standing.record, newer.record],
      );
      expectEqual(
        'the status before',
        outcomes.map(({ previousStatus }) => previousStatus),
        ['sick', 'late', null, null],
      );
      expectEqual('the stored record', await findRecord(probe, sekar), standing.record);
      expectEqual('the number of revisions', (await probe.revisions()).length, 6);
      await expectCountsEqualRecords(probe);
    },

    'onlyUnmarked leaves a child alone also with the very status': async ({ probe, repository, children, mark }) => {
      await mark(children.sekar, 'present', { occurredAt: at('08:00') });
      const marks = [markOf(children.sekar, 'present', { occurredAt: at('09:00') })];

      await expectNoTrace('the bulk', probe, async () => {
        const [result] = await repository.recordMarks(requestOf(marks, { onlyUnmarked: true }));
        expectFields('the result', result, { outcome: 'kept' });
      });
    },

    'onlyUnmarked does not mark over a newer clear': async ({ probe, repository, children, clear }) => {
      await clear(children.sekar, { occurredAt: at('09:00') });
      const marks = [markOf(children.sekar, 'present', { occurredAt: at('08:00') })];
      const [result] = await repository.recordMarks(requestOf(marks, { onlyUnmarked: true }));

      expectFields('the result', result, { outcome: 'superseded', previousStatus: null });
      expectFields('the record', await findRecord(probe, children.sekar), { status: null });
    },

    'allOrNothing records nothing when one child is rejected': async ({ probe, schools, children, attendance }) => {
      const { sekar, laras, bagas, wayan } = children;
      const bulk = attendance.markBulkAttendance({
        schoolId: schools.jakarta.id,
        childIds: [sekar.id, laras.id, bagas.id, wayan.id],
        status: 'present',
        markedBy: 'teacher-1',
        allOrNothing: true,
      });

      const { details } = await expectRejected('the bulk', bulk, 'bulk_rejected');
      expectEqual('the outcomes', details.outcomes, [
        { childId: sekar.id, ...place, outcome: 'rejected', code: 'bulk_rejected' },
        { childId: laras.id, ...place, outcome: 'rejected', code: 'not_enrolled' },
        { childId: bagas.id, ...place, outcome: 'rejected', code: 'bulk_rejected' },
        { childId: wayan.id, ...place, outcome: 'rejected', code: 'child_not_found' },
      ]);
      expectFields('the tally', details.tally, { rejected: 4, recorded: 0 });
      await expectEmptyStore(probe);
    },

    'allOrNothing changes nothing that stands when it refuses a bulk': async ({
      probe,
      repository,
      children,
      mark,
    }) => {
      await mark(children.sekar, 'present', { occurredAt: at('08:00') });
      const marks = [markOf(children.sekar, 'absent', { occurredAt: at('09:00') }), markOf(children.laras, 'present')];

      await expectNoTrace('the bulk', probe, async () => {
        await repository.recordMarks(requestOf(marks, { allOrNothing: true }));
      });
    },

    'allOrNothing records all when none is rejected': async ({ probe, schools, children, attendance }) => {
      const { tally } = await attendance.markBulkAttendance({
        schoolId: schools.jakarta.id,
        childIds: [children.sekar.id, children.bagas.id],
        status: 'present',
        markedBy: 'teacher-1',
        allOrNothing: true,
      });

      expectFields('the tally', tally, { recorded: 2, rejected: 0 });
      expectEqual('the number of records', (await probe.records()).length, 2);
    },

    'returning: outcomes leaves the records out of the answer': async ({ probe, schools, children, attendance }) => {
      const bulk = {
        schoolId: schools.jakarta.id,
        childIds: [children.sekar.id, children.laras.id],
        markedBy: 'teacher-1',
      };
      await attendance.markBulkAttendance({ ...bulk, status: 'sick', occurredAt: at('08:00') });
      const { outcomes } = await attendance.markBulkAttendance({
        ...bulk,
        status: 'present',
        returning: 'outcomes',
        occurredAt: at('09:00'),
      });

      expectEqual('the outcomes', outcomes, [
        { childId: children.sekar.id, ...place, outcome: 'corrected', previousStatus: 'sick' },
        { childId: children.laras.id, ...place, outcome: 'rejected', code: 'not_enrolled' },
      ]);
      expectFields('the stored record', await findRecord(probe, children.sekar), {
        status: 'present',
        occurredAt: at('09:00'),
      });
    },
  },
};
