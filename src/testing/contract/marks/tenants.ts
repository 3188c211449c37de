import { expectEqual, expectFields, expectRejected } from '../../kit/expectations.js';
import { testId } from '../../kit/test-ids.js';
import { childIdsOf, outcomesOf } from '../world/columns-of.js';
import { at, today } from '../world/contract-roster.js';
import type { ContractTopic } from '../world/contract-world.js';
import { markOf, requestOf } from '../world/port-request.js';
import { expectEmptyStore, findRecord, readStore } from '../world/store-snapshot.js';

/** Checks that one school can see and do nothing of another. */
export const tenants: ContractTopic = {
  name: 'the boundary between schools',
  tests: {
    "answers for another school's child as for one that doesn't exist": async ({
      probe,
      idType,
      schools,
      children,
      mark,
      clear,
    }) => {
      const schoolId = schools.jakarta.id;
      const foreign = await expectRejected(
        'a foreign child',
        mark(children.wayan, 'present', { schoolId }),
        'child_not_found',
      );
      const nobody = { ...children.wayan, id: testId('child', 99, idType) };
      const unknown = await expectRejected(
        'an unknown child',
        mark(nobody, 'present', { schoolId }),
        'child_not_found',
      );

      expectEqual('the message', foreign.message, unknown.message);
      expectEqual('the details', foreign.details, { schoolId, childId: children.wayan.id });
      await expectRejected('a clear', clear(children.wayan, { schoolId }), 'child_not_found');
      await expectEmptyStore(probe);
    },

    "rejects another school's child in a bulk and records the others": async ({
      probe,
      schools,
      children,
      attendance,
    }) => {
      const { outcomes } = await attendance.markBulkAttendance({
        schoolId: schools.jakarta.id,
        childIds: [children.sekar.id, children.wayan.id, children.bagas.id],
        status: 'present',
        markedBy: 'teacher-1',
      });

      expectEqual('the outcomes', outcomesOf(outcomes), ['recorded', 'rejected', 'recorded']);
      expectEqual('the rejection', outcomes[1], {
        childId: children.wayan.id,
        date: today,
        session: 'am',
        outcome: 'rejected',
        code: 'child_not_found',
      });
      expectEqual('the foreign record', await findRecord(probe, children.wayan), undefined);
    },

    'marks the child of any school when the command names none': async ({ schools, children, mark }) => {
      const { record } = await mark(children.wayan, 'present');

      expectFields('the record', record, { schoolId: schools.makassar.id, childId: children.wayan.id });
    },

    'is drawn by the school that a request pins, whatever its marks say': async ({
      probe,
      repository,
      schools,
      children,
    }) => {
      const marks = [
        markOf(children.sekar, 'present', { schoolId: schools.makassar.id }),
        markOf(children.wayan, 'present', { schoolId: schools.makassar.id }),
      ];
      const results = await repository.recordMarks(requestOf(marks, { schoolId: schools.jakarta.id }));

      expectEqual('the outcomes', outcomesOf(results), ['recorded', 'rejected']);
      expectEqual('the foreign record', await findRecord(probe, children.wayan), undefined);
    },

    'is checked mark by mark in a batch of several schools': async ({ repository, schools, children }) => {
      const results = await repository.recordMarks(
        requestOf([
          markOf(children.wayan, 'present', { schoolId: schools.makassar.id }),
          markOf(children.ketut, 'present', { schoolId: schools.jakarta.id }),
          markOf(children.sekar, 'present', { schoolId: schools.jakarta.id }),
          markOf(children.bagas, 'present'),
        ]),
      );

      const outcomes = ['recorded', 'rejected', 'recorded', 'recorded'];
      expectEqual('the outcomes', outcomesOf(results), outcomes);
      expectFields('the rejection', results[1], { code: 'child_not_found' });
    },

    'keeps registers and summaries apart': async ({ schools, children, attendance, mark }) => {
      await mark(children.sekar, 'present', { occurredAt: at('08:00') });
      const schoolId = schools.makassar.id;
      const { entries } = await attendance.getRegister({ schoolId });
      const summary = await attendance.getDailySummary({ schoolId });

      expectEqual('the children', childIdsOf(entries).sort(), [children.wayan.id, children.ketut.id].sort());
      expectFields('the summary', summary, { enrolled: 2, attended: 0, unmarked: 2 });
    },

    "keeps one school's history from another": async ({ schools, children, attendance, mark }) => {
      await mark(children.wayan, 'present', { occurredAt: at('08:00') });
      const foreign = attendance.getHistory({ schoolId: schools.jakarta.id, childId: children.wayan.id });

      await expectRejected('the history', foreign, 'child_not_found');
    },

    'keeps counts and jobs by school': async ({ probe, schools, children, mark }) => {
      await mark(children.sekar, 'present', { occurredAt: at('08:00') });
      await mark(children.wayan, 'present', { occurredAt: at('08:00') });

      const { dailyCounts, notificationJobs } = await readStore(probe);
      const ids = [schools.jakarta.id, schools.makassar.id].sort();
      expectEqual(
        'the counts',
        dailyCounts,
        ids.map((schoolId) => ({ schoolId, date: today, session: 'am', status: 'present', count: 1 })),
      );
      expectEqual('the schools of the jobs', notificationJobs.map(({ schoolId }) => schoolId).sort(), ids);
    },

    'turns every command about an unknown school away': async ({ probe, idType, children, attendance, mark }) => {
      const schoolId = testId('school', 99, idType);
      const bulk = { schoolId, childIds: [children.sekar.id], status: 'present', markedBy: 'teacher-1' } as const;

      await expectRejected('a mark', mark(children.sekar, 'present', { schoolId }), 'school_not_found');
      await expectRejected('a bulk', attendance.markBulkAttendance(bulk), 'school_not_found');
      await expectRejected('a register', attendance.getRegister({ schoolId }), 'school_not_found');
      await expectRejected(
        'a register of a day',
        attendance.getRegister({ schoolId, date: today }),
        'school_not_found',
      );
      await expectRejected('a summary', attendance.getDailySummary({ schoolId }), 'school_not_found');
      await expectRejected(
        'a history',
        attendance.getHistory({ schoolId, childId: children.sekar.id }),
        'school_not_found',
      );
      await expectRejected(
        'a reconciliation',
        attendance.reconcileDailyCounts({ schoolId, date: today }),
        'school_not_found',
      );
      await expectEmptyStore(probe);
    },
  },
};
