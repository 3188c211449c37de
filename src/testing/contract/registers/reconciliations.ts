import { expectEqual, expectFields } from '../../kit/expectations.js';
import { at, today, yesterday } from '../world/contract-roster.js';
import type { ContractTopic, ContractWorld } from '../world/contract-world.js';
import { markOf, requestOf } from '../world/port-request.js';
import { expectCountsEqualRecords, expectNoTrace, readStore, sortBy } from '../world/store-snapshot.js';

/** Counters made equal to the records. */
export const reconciliations: ContractTopic = {
  name: 'reconciling the daily counts',
  tests: {
    'finds nothing where all is right': async ({ probe, children, attendance, mark, clear }) => {
      await mark(children.sekar, 'present', { occurredAt: at('08:00') });
      await mark(children.sekar, 'late', { occurredAt: at('08:10') });
      await mark(children.bagas, 'sick', { occurredAt: at('08:10') });
      await clear(children.bagas, { occurredAt: at('08:20') });

      await expectNoTrace('the reconciliation', probe, async () => {
        expectEqual('the answer', await attendance.reconcileDailyCounts({ date: today }), {
          date: today,
          differences: [],
        });
      });
    },

    'reports and repairs exactly what is wrong, by school, session and status': async (world) => {
      const { probe, attendance, schools } = world;
      await breakCounts(world);

      const { differences } = await attendance.reconcileDailyCounts({ date: today });

      const [jakarta, makassar] = [{ schoolId: schools.jakarta.id }, { schoolId: schools.makassar.id }];
      expectEqual('the differences', differences, [
        { ...jakarta, session: 'am', status: 'absent', counted: 2, actual: 0 },
        { ...jakarta, session: 'am', status: 'present', counted: 7, actual: 2 },
        { ...jakarta, session: 'pm', status: 'late', counted: 0, actual: 1 },
        { ...makassar, session: 'am', status: 'present', counted: -1, actual: 1 },
      ]);
      await expectCountsEqualRecords(probe);
    },

    'makes the summary right again': async (world) => {
      await breakCounts(world);
      await world.attendance.reconcileDailyCounts({ date: today });

      const summary = await world.attendance.getDailySummary({ schoolId: world.schools.jakarta.id });
      expectFields('the summary', summary, { enrolled: 4, attended: 2, unmarked: 2 });
    },

    'finds nothing the second time': async (world) => {
      await breakCounts(world);
      await world.attendance.reconcileDailyCounts({ date: today });

      const { differences } = await world.attendance.reconcileDailyCounts({ date: today });
      expectEqual('the differences', differences, []);
    },

    'keeps to the school that is named': async (world) => {
      const { probe, attendance, schools } = world;
      await breakCounts(world);
      const schoolId = schools.makassar.id;
      const { differences } = await attendance.reconcileDailyCounts({ schoolId, date: today });

      expectEqual(
        'the schools',
        differences.map((difference) => difference.schoolId),
        [schoolId],
      );
      const { dailyCounts } = await readStore(probe);
      const wrong = dailyCounts.find((row) => row.schoolId === schools.jakarta.id && row.status === 'absent');
      expectEqual('the wrong count elsewhere', wrong?.count, 2);
    },

    'keeps to the day that is named': async ({ probe, schools, children, attendance, mark }) => {
      await mark(children.sekar, 'present', { occurredAt: at('08:00') });
      const row = { schoolId: schools.jakarta.id, session: 'am', status: 'present', count: 5 };
      await probe.setDailyCount({ ...row, date: today });
      await probe.setDailyCount({ ...row, date: yesterday });
      const { differences } = await attendance.reconcileDailyCounts({ date: yesterday });

      expectEqual(
        'the differences',
        differences.map(({ counted, actual }) => [counted, actual]),
        [[5, 0]],
      );
      const { dailyCounts } = await readStore(probe);
      expectEqual('the counts', dailyCounts, [{ ...row, date: today }]);
    },

    'counts records of children who have left, and no tombstones': async ({
      probe,
      schools,
      children,
      attendance,
      mark,
      clear,
    }) => {
      await mark(children.sekar, 'present', { occurredAt: at('08:00') });
      await mark(children.bagas, 'present', { occurredAt: at('08:00') });
      await clear(children.bagas, { occurredAt: at('08:30') });
      await probe.setRoster({ schools: [schools.jakarta], children: [], guardians: [] });

      const { differences } = await attendance.reconcileDailyCounts({ schoolId: schools.jakarta.id, date: today });
      expectEqual('the differences', differences, []);
    },

    'touches nothing but the counts': async (world) => {
      const before = await breakCounts(world);
      await world.attendance.reconcileDailyCounts({ date: today });

      const { dailyCounts: _, ...after } = await readStore(world.probe);
      expectEqual('the rest of the store', after, before);
    },

    'reports each difference to exactly one of several callers': async (world) => {
      const { probe, repository, schools } = world;
      const place = { schoolId: schools.jakarta.id, date: today, session: 'am' };
      for (let round = 1; round <= 10; round += 1) {
        for (const status of ['absent', 'present']) await probe.setDailyCount({ ...place, status, count: round });
        const reconcile = () => repository.reconcileDailyCounts({ date: today });
        const reports = await Promise.all(Array.from({ length: 8 }, reconcile));

        const found = sortBy(reports.flat(), ({ status }) => status);
        const expected = ['absent', 'present'].map((status) => ({ status, counted: round, actual: 0 }));
        expectEqual(
          'the differences',
          found.map(({ status, counted, actual }) => ({ status, counted, actual })),
          expected,
        );
        await expectCountsEqualRecords(probe);
      }
    },

    'counts marks once that run beside it': async (world) => {
      const { probe, repository, children } = world;
      await breakCounts(world);
      const group = [children.sekar, children.bagas, children.nayla, children.intan];
      const markAll = (round: number) =>
        group.map((child, index) => {
          const status = (round + index) % 2 ? 'present' : 'absent';
          return repository.recordMarks(
            requestOf([markOf(child, status, { occurredAt: new Date(at('10:00').getTime() + round) })]),
          );
        });
      const calls = Array.from({ length: 12 }, (_, round) => [
        ...markAll(round),
        repository.reconcileDailyCounts({ date: today }),
      ]);

      await Promise.all(calls.flat());
      await repository.reconcileDailyCounts({ date: today });
      await expectCountsEqualRecords(probe);
    },

    'never has to repair what only marks have moved': async ({ repository, children }) => {
      const group = [children.sekar, children.bagas, children.wayan];
      const calls = Array.from({ length: 12 }, async (_, round) => {
        const marks = group.map((child) =>
          markOf(child, round % 2 ? 'present' : 'late', { occurredAt: new Date(at('10:00').getTime() + round) }),
        );
        await repository.recordMarks(requestOf(marks));
        return repository.reconcileDailyCounts({ date: today });
      });

      expectEqual('the differences', (await Promise.all(calls)).flat(), []);
    },
  },
};

/** Marks four children and then makes four counters wrong. Returns what stands besides the counters. */
async function breakCounts({ probe, schools, children, mark }: ContractWorld) {
  for (const child of [children.sekar, children.bagas, children.wayan])
    await mark(child, 'present', { occurredAt: at('08:00') });
  await mark(children.sekar, 'late', { occurredAt: at('08:00'), session: 'pm' });
  const jakarta = { schoolId: schools.jakarta.id, date: today };
  await probe.setDailyCount({ ...jakarta, session: 'am', status: 'present', count: 7 });
  await probe.setDailyCount({ ...jakarta, session: 'am', status: 'absent', count: 2 });
  await probe.setDailyCount({ ...jakarta, session: 'pm', status: 'late', count: 0 });
  await probe.setDailyCount({
    schoolId: schools.makassar.id,
    date: today,
    session: 'am',
    status: 'present',
    count: -1,
  });
  const { dailyCounts: _, ...rest } = await readStore(probe);
  return rest;
}
