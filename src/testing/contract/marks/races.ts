import type { Child } from '../../../domain/roster.js';
import { buildRoster } from '../../kit/build-roster.js';
import { expectEqual } from '../../kit/expectations.js';
import { outcomesOf } from '../world/columns-of.js';
import { at } from '../world/contract-roster.js';
import type { ContractTopic } from '../world/contract-world.js';
import { createDice, shuffle } from '../world/dice.js';
import { markOf, requestOf, statuses } from '../world/port-request.js';
import { byRevisionId, expectCountsEqualRecords, findRecord, readStore } from '../world/store-snapshot.js';
import { toRoster } from '../world/to-roster.js';
import { racesOfBulks } from './races-of-bulks.js';

/** Callers at the same time. The calls meet at the port, since a batcher above it would keep them apart. */
export const races: ContractTopic = {
  name: 'concurrent callers',
  tests: {
    'who mark one child for the first time make one record, one revision and one job': async ({
      probe,
      repository,
      children,
    }) => {
      const send = () =>
        repository.recordMarks(requestOf([markOf(children.sekar, 'present')], { jobIds: [crypto.randomUUID()] }));
      const results = (await Promise.all(Array.from({ length: 100 }, send))).flat();

      expectEqual('how many recorded', results.filter(({ outcome }) => outcome === 'recorded').length, 1);
      expectEqual('how many changed nothing', results.filter(({ outcome }) => outcome === 'unchanged').length, 99);
      const { records, revisions, notificationJobs } = await readStore(probe);
      expectEqual('the rows', [records.length, revisions.length, notificationJobs.length], [1, 1, 1]);
      await expectCountsEqualRecords(probe);
    },

    'who send a mark again while others correct it leave no trace of it': async ({ probe, idType, repository }) => {
      const roster = buildRoster({ childrenPerSchool: 60, idType });
      await probe.setRoster(roster);
      const send = (child: Child) => repository.recordMarks(requestOf([markOf(child, 'present')]));
      const correct = (child: Child) =>
        repository.recordMarks(requestOf([markOf(child, 'absent', { occurredAt: at('09:00') })]));
      await Promise.all(roster.children.map(send));
      await Promise.all(roster.children.flatMap((child) => [send(child), correct(child), send(child), send(child)]));

      const superseded = (await probe.revisions()).filter((revision) => revision.superseded);
      expectEqual('how many were logged as superseded', superseded.length, 0);
    },

    'who disagree on a first mark are one recorder and correctors, each told what it corrected': async ({
      probe,
      repository,
      children,
    }) => {
      const calls = Array.from({ length: 40 }, (_, index) =>
        repository.recordMarks(requestOf([markOf(children.sekar, statuses[index % 5] ?? null)])),
      );
      const results = (await Promise.all(calls)).flat();

      const { records, revisions } = await readStore(probe);
      expectEqual('how many recorded', results.filter(({ outcome }) => outcome === 'recorded').length, 1);
      expectEqual('the number of records', records.length, 1);
      const stored = byRevisionId(revisions);
      const chain = stored.map(({ previousStatus, status }) => [previousStatus, status]);
      const expected = chain.map(([, status], index) => [chain[index - 1]?.[1] ?? null, status]);
      expectEqual('the status before each revision', chain, expected);
      expectEqual('the last revision', stored.at(-1)?.status, records[0]?.status);
      await expectCountsEqualRecords(probe);
    },

    'who re-mark some children leave counts that equal the records': async ({ probe, repository, children }) => {
      const dice = createDice(3);
      const group = [children.sekar, children.bagas, children.wayan];
      const callers = Array.from({ length: 16 }, async (_, caller) => {
        for (let round = 0; round < 10; round += 1) {
          const marks = group.slice(dice(3)).map((child) =>
            markOf(child, dice(6) === 0 ? null : (statuses[dice(5)] ?? null), {
              occurredAt: new Date(at('08:00').getTime() + round * 16 + caller),
            }),
          );
          await repository.recordMarks(requestOf(marks));
        }
      });

      await Promise.all(callers);
      await expectCountsEqualRecords(probe);
    },

    'end with the latest mark, whatever their order': async ({ probe, repository, children }) => {
      const minutes = shuffle(
        Array.from({ length: 60 }, (_, minute) => minute),
        createDice(4),
      );
      await Promise.all(
        minutes.map((minute) => {
          const occurredAt = new Date(at('08:00').getTime() + minute * 60_000);
          return repository.recordMarks(
            requestOf([markOf(children.sekar, statuses[minute % 5] ?? null, { occurredAt })]),
          );
        }),
      );

      const record = await findRecord(probe, children.sekar);
      expectEqual('the record', [record?.status, record?.confirmedAt], [statuses[59 % 5], at('08:59')]);
      await expectCountsEqualRecords(probe);
    },

    'who send an outdated mark again and again have it logged once': async ({ probe, repository, children, mark }) => {
      await mark(children.sekar, 'absent', { occurredAt: at('09:00') });
      const send = () => repository.recordMarks(requestOf([markOf(children.sekar, 'present', { note: 'waved' })]));
      const results = (await Promise.all(Array.from({ length: 40 }, send))).flat();

      expectEqual('the outcomes', [...new Set(outcomesOf(results))], ['superseded']);
      expectEqual('the number of revisions', (await probe.revisions()).length, 2);
    },

    ...racesOfBulks,

    'who correct the record of a child who has left are each told what they corrected': async ({
      probe,
      idType,
      repository,
      schools,
      children,
    }) => {
      const named = { schoolId: schools.jakarta.id };
      await repository.recordMarks(requestOf([markOf(children.sekar, 'present', named)]));
      await probe.setRoster(toRoster([schools.jakarta], [], idType));
      const calls = Array.from({ length: 40 }, (_, index) =>
        repository.recordMarks(requestOf([markOf(children.sekar, statuses[index % 5] ?? null, named)])),
      );
      const results = (await Promise.all(calls)).flat();

      expectEqual('how many were rejected', results.filter(({ outcome }) => outcome === 'rejected').length, 0);
      const chain = byRevisionId(await probe.revisions()).map(({ previousStatus, status }) => [previousStatus, status]);
      const expected = chain.map(([, status], index) => [chain[index - 1]?.[1] ?? null, status]);
      expectEqual('the status before each revision', chain, expected);
      await expectCountsEqualRecords(probe);
    },

    'who mark and clear one child leave counts that equal the records': async ({ probe, repository, children }) => {
      const calls = Array.from({ length: 60 }, (_, index) =>
        repository.recordMarks(requestOf([markOf(children.sekar, index % 2 ? 'present' : null)])),
      );

      await Promise.all(calls);
      expectEqual('the number of records', (await probe.records()).length, 1);
      await expectCountsEqualRecords(probe);
    },

    'who ask for the unmarked only mark a child once': async ({ probe, repository, children }) => {
      const calls = Array.from({ length: 30 }, (_, index) => {
        const request = requestOf([markOf(children.sekar, statuses[index % 5] ?? null)], { onlyUnmarked: true });
        return repository.recordMarks(request);
      });
      const results = (await Promise.all(calls)).flat();

      expectEqual('how many recorded', results.filter(({ outcome }) => outcome === 'recorded').length, 1);
      expectEqual('how many were kept', results.filter(({ outcome }) => outcome === 'kept').length, 29);
      expectEqual('the number of revisions', (await probe.revisions()).length, 1);
      await expectCountsEqualRecords(probe);
    },

    'who read see a mark whole or not at all': async ({ repository, children }) => {
      const mark = (round: number) =>
        repository.recordMarks(
          requestOf([
            markOf(children.sekar, round % 2 ? 'present' : 'absent', {
              occurredAt: new Date(at('08:00').getTime() + round),
            }),
          ]),
        );
      const place = { schoolId: children.sekar.schoolId, session: 'am', now: at('12:00') };
      await mark(0);

      const marks = Array.from({ length: 30 }, (_, round) => mark(round + 1));
      const figures = await Promise.all(Array.from({ length: 30 }, () => repository.getDailyFigures(place)));
      await Promise.all(marks);
      const sums = figures.map(({ byStatus, unmarked }) =>
        Object.values(byStatus).reduce((sum, count) => sum + count, unmarked),
      );
      expectEqual('marked and unmarked together', [...new Set(sums)], [4]);
    },
  },
};
