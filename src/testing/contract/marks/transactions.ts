import { expectEqual, expectFields, expectRejected } from '../../kit/expectations.js';
import { childIdsOf } from '../world/columns-of.js';
import { at, today } from '../world/contract-roster.js';
import type { ContractTopic } from '../world/contract-world.js';
import { rollBack } from '../world/roll-back.js';
import { settledSoon } from '../world/settled-soon.js';
import { expectCountsEqualRecords, expectEmptyStore, readStore } from '../world/store-snapshot.js';

/** Calls that join the host's own transaction. */
export const transactions: ContractTopic = {
  name: "the host's transaction",
  tests: {
    'shows everything once it commits': async ({ probe, children, attendance, transaction }) => {
      const command = { childId: children.sekar.id, status: 'present', markedBy: 'teacher-1' } as const;
      const result = await transaction((transaction) => attendance.markAttendance(command, { transaction }));

      expectFields('the answer', result, { outcome: 'recorded' });
      const { records, revisions, notificationJobs } = await readStore(probe);
      expectEqual('the stored record', records, [result.record]);
      expectEqual('the revisions and jobs', [revisions.length, notificationJobs.length], [1, 1]);
      await expectCountsEqualRecords(probe);
    },

    'leaves nothing when it rolls back': async ({ probe, schools, children, attendance, transaction }) => {
      const { sekar, bagas, nayla } = children;
      const command = { childId: sekar.id, markedBy: 'teacher-1' };
      const bulk = {
        schoolId: schools.jakarta.id,
        childIds: [bagas.id, nayla.id],
        status: 'sick',
        markedBy: 'teacher-1',
      } as const;
      const failure = new Error('the host changed its mind');
      const call = transaction(async (transaction) => {
        await attendance.markAttendance({ ...command, status: 'present' }, { transaction });
        await attendance.markBulkAttendance(bulk, { transaction });
        await attendance.clearAttendance(command, { transaction });
        throw failure;
      });

      expectEqual('the error', await call.catch((error: unknown) => error === failure), true);
      await expectEmptyStore(probe);
    },

    'brings back what it had changed when it rolls back': async ({
      probe,
      children,
      attendance,
      transaction,
      mark,
    }) => {
      await mark(children.sekar, 'present', { occurredAt: at('08:00') });
      const before = await readStore(probe);
      const command = { childId: children.sekar.id, status: 'absent', markedBy: 'teacher-1' } as const;
      await rollBack(transaction, (transaction) => attendance.markAttendance(command, { transaction }));

      expectEqual('the store', await readStore(probe), before);
    },

    'is seen from inside and not from outside before it commits': async ({
      probe,
      schools,
      children,
      attendance,
      transaction,
    }) => {
      const { id: childId } = children.sekar;
      const { id: schoolId } = schools.jakarta;
      const read = async (options?: { transaction: unknown }) => {
        const { attended } = await attendance.getDailySummary({ schoolId }, options);
        const { entries } = await attendance.getRegister({ schoolId }, options);
        const history = await attendance.getHistory({ schoolId, childId }, options);
        return [attended, entries.find((entry) => entry.childId === childId)?.status ?? null, history.length];
      };
      const outside = await transaction(async (transaction) => {
        await attendance.markAttendance({ childId, status: 'present', markedBy: 'teacher-1' }, { transaction });
        expectEqual('what is seen inside', await read({ transaction }), [1, 'present', 1]);
        await expectEmptyStore(probe);
        const before = read();
        // A store with one connection answers after the commit.
        expectEqual('what is seen outside', (await settledSoon(before)) ?? [0, null, 0], [0, null, 0]);
        return before;
      });

      expectEqual('what a read begun before saw', outside[0] === 0 || outside[0] === 1, true);
      expectEqual('what is seen afterwards', await read(), [1, 'present', 1]);
    },

    'lets one call see what the one before left': async ({ probe, children, attendance, transaction }) => {
      const { id: childId } = children.sekar;
      const outcomes = await transaction(async (transaction) => {
        const command = { childId, markedBy: 'teacher-1' };
        const first = await attendance.markAttendance({ ...command, status: 'present' }, { transaction });
        const second = await attendance.markAttendance({ ...command, status: 'late' }, { transaction });
        const third = await attendance.clearAttendance(command, { transaction });
        return [first, second, third].map(({ outcome, previousStatus }) => [outcome, previousStatus]);
      });

      expectEqual('the outcomes', outcomes, [
        ['recorded', null],
        ['corrected', 'present'],
        ['cleared', 'late'],
      ]);
      expectEqual('the number of revisions', (await probe.revisions()).length, 3);
      await expectCountsEqualRecords(probe);
    },

    'goes on after a rejected mark and a refused bulk': async ({
      probe,
      schools,
      children,
      attendance,
      transaction,
    }) => {
      const { sekar, laras, amira } = children;
      const command = { status: 'present', markedBy: 'teacher-1' } as const;
      await transaction(async (transaction) => {
        const options = { transaction };
        const left = attendance.markAttendance({ ...command, childId: laras.id }, options);
        await expectRejected('a child who left', left, 'not_enrolled');
        const adrift = attendance.markAttendance({ ...command, childId: amira.id }, options);
        await expectRejected('a school without a zone', adrift, 'school_timezone_invalid');
        const bulk = { ...command, schoolId: schools.jakarta.id, childIds: [sekar.id, laras.id], allOrNothing: true };
        await expectRejected('a bulk', attendance.markBulkAttendance(bulk, options), 'bulk_rejected');
        await attendance.markAttendance({ ...command, childId: sekar.id }, options);
      });

      expectEqual('the stored children', childIdsOf(await probe.records()), [sekar.id]);
      await expectCountsEqualRecords(probe);
    },

    'publishes no event, since nobody here sees its commit': async ({ schools, children, attendance, transaction }) => {
      const events: string[] = [];
      const names = [
        'attendance.marked',
        'attendance.bulkMarked',
        'attendance.cleared',
        'attendance.reconciled',
      ] as const;
      for (const name of names) attendance.events.on(name, () => events.push(name));
      const command = { childId: children.sekar.id, markedBy: 'teacher-1' };
      const bulk = {
        schoolId: schools.jakarta.id,
        childIds: [children.bagas.id],
        status: 'sick',
        markedBy: 'teacher-1',
      } as const;
      await transaction(async (transaction) => {
        await attendance.markAttendance({ ...command, status: 'present' }, { transaction });
        await attendance.markBulkAttendance(bulk, { transaction });
        await attendance.clearAttendance(command, { transaction });
        await attendance.reconcileDailyCounts({ date: today }, { transaction });
      });
      expectEqual('the events', events, []);

      await attendance.markAttendance({ ...command, status: 'present' });
      expectEqual('the events outside', events, ['attendance.marked']);
    },

    'waits for another one that marks the same child': async ({ probe, children, attendance, transaction }) => {
      const markIn = (status: 'present' | 'absent') =>
        transaction(async (transaction) => {
          const command = { childId: children.sekar.id, status, markedBy: 'teacher-1', occurredAt: at('08:00') };
          const { outcome } = await attendance.markAttendance(command, { transaction });
          await attendance.getRegister({ schoolId: children.sekar.schoolId }, { transaction });
          return outcome;
        });

      const outcomes = await Promise.all([markIn('present'), markIn('absent')]);
      expectEqual('the outcomes', outcomes.sort(), ['corrected', 'recorded']);
      await expectCountsEqualRecords(probe);
    },

    'leaves a mark beside it to itself when it rolls back': async ({
      probe,
      children,
      attendance,
      transaction,
      mark,
    }) => {
      const command = {
        childId: children.sekar.id,
        status: 'present',
        markedBy: 'teacher-1',
        occurredAt: at('08:00'),
      } as const;
      const beside: ReturnType<typeof mark>[] = [];
      await rollBack(transaction, async (transaction) => {
        await attendance.markAttendance(command, { transaction });
        beside.push(mark(children.sekar, 'absent', { occurredAt: at('07:00') }));
      });

      const [result] = await Promise.all(beside);
      expectFields('the answer', result, { outcome: 'recorded', previousStatus: null });
      expectEqual(
        'the stored statuses',
        (await probe.records()).map(({ status }) => status),
        ['absent'],
      );
      await expectCountsEqualRecords(probe);
    },

    'keeps a mark beside it when it commits': async ({ probe, children, attendance, transaction, mark }) => {
      const command = { childId: children.sekar.id, status: 'present', markedBy: 'teacher-1' } as const;
      const beside: ReturnType<typeof mark>[] = [];
      await transaction(async (transaction) => {
        await attendance.markAttendance(command, { transaction });
        beside.push(mark(children.bagas, 'present'));
      });

      await Promise.all(beside);
      const stored = childIdsOf(await probe.records());
      expectEqual('the stored children', stored.sort(), [children.sekar.id, children.bagas.id].sort());
      await expectCountsEqualRecords(probe);
    },

    'takes back a reconciliation too': async ({ probe, schools, attendance, transaction }) => {
      const wrong = { schoolId: schools.jakarta.id, date: today, session: 'am', status: 'present', count: 3 };
      await probe.setDailyCount(wrong);
      await rollBack(transaction, async (transaction) => {
        const { differences } = await attendance.reconcileDailyCounts({ date: today }, { transaction });
        expectEqual('the number of differences', differences.length, 1);
      });

      expectEqual('the counts', (await readStore(probe)).dailyCounts, [wrong]);
      const { differences } = await attendance.reconcileDailyCounts({ date: today });
      expectEqual('the number of differences afterwards', differences.length, 1);
    },

    'refuses a transaction that failed to begin, lest the mark commit on its own': async ({
      probe,
      children,
      attendance,
    }) => {
      const command = { childId: children.sekar.id, status: 'present', markedBy: 'teacher-1' } as const;

      await expectRejected('null', attendance.markAttendance(command, { transaction: null }), 'invalid_command');
      await expectEmptyStore(probe);
    },
  },
};
