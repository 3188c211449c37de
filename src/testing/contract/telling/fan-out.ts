import type { Child } from '../../../domain/roster.js';
import { buildRoster } from '../../kit/build-roster.js';
import { expectEqual } from '../../kit/expectations.js';
import { childIdsOf } from '../world/columns-of.js';
import { yesterday } from '../world/contract-roster.js';
import type { ContractTopic } from '../world/contract-world.js';
import { markLater, markTogether } from '../world/mark-calls.js';
import { claimAll, delivered, fanOut, settle, tellAll } from '../world/outbox-calls.js';
import { markOf, requestOf } from '../world/port-request.js';
import { onlyOne, sayings } from '../world/sayings.js';
import { readStore } from '../world/store-snapshot.js';

/** Makes deliveries of jobs. */
export const fanOuts: ContractTopic = {
  name: 'the fan-out',
  tests: {
    'makes one delivery a guardian, of all their children in the job, and forgets the job': async (world) => {
      const { probe, schools, children, guardians, clock } = world;
      await markTogether(world, [children.sekar, children.bagas, children.nayla, children.intan], 'absent');
      const { id: jobId } = onlyOne('the jobs', await probe.notificationJobs());
      clock.advance(5_000);

      expectEqual('the answer', await fanOut(world), { jobs: 1, deliveries: 3 });
      const of = (about: readonly Child[]) =>
        about.map(({ id: childId }) => ({ childId, session: 'am' })).sort((a, b) => (a.childId < b.childId ? -1 : 1));
      const day = { date: '2026-03-02', onlyCorrects: false };
      const shared = { jobId, schoolId: schools.jakarta.id, ...day, state: 'pending' };
      const untouched = { attempt: 0, runAt: clock.now(), leaseToken: null, leaseUntil: null, settledAt: null };
      const { deliveries, notificationJobs } = await readStore(probe);
      expectEqual('the deliveries', deliveries, [
        {
          id: `${jobId}-1`,
          guardianId: guardians.ratih.id,
          subjects: of([children.sekar, children.bagas]),
          ...shared,
          ...untouched,
        },
        {
          id: `${jobId}-2`,
          guardianId: guardians.alasdair.id,
          subjects: of([children.sekar]),
          ...shared,
          ...untouched,
        },
        { id: `${jobId}-3`, guardianId: guardians.dewi.id, subjects: of([children.nayla]), ...shared, ...untouched },
      ]);
      expectEqual('the jobs left', notificationJobs, []);
    },

    'makes deliveries of their own for each school of one guardian': async (world) => {
      const { probe, roster, children, guardians } = world;
      const inMakassar = { ...guardians.dewi, schoolId: children.wayan.schoolId, childId: children.wayan.id };
      await probe.setRoster({ ...roster, guardians: [guardians.dewi, inMakassar] });
      await markLater(world, children.nayla, 'absent');
      await markLater(world, children.wayan, 'absent');

      expectEqual('the answer', await fanOut(world), { jobs: 2, deliveries: 2 });
      expectEqual('what is said', sayings(world, await tellAll(world)), [
        'dewi, marked: nayla absent',
        'dewi, marked: wayan absent',
      ]);
    },

    'makes none where nobody is to be told': async (world) => {
      const { probe, roster, children } = world;
      await markLater(world, children.intan, 'absent');
      expectEqual('of a child without guardians', await fanOut(world), { jobs: 1, deliveries: 0 });
      await markLater(world, children.sekar, 'absent', { date: yesterday });
      expectEqual('of another day', await fanOut(world), { jobs: 1, deliveries: 0 });
      await markLater(world, children.nayla, 'absent');
      await probe.setRoster({ ...roster, guardians: [] });
      expectEqual('of a guardian who has left', await fanOut(world), { jobs: 1, deliveries: 0 });
      expectEqual('again', await fanOut(world), { jobs: 0, deliveries: 0 });
      expectEqual('the deliveries', await probe.deliveries(), []);
    },

    'makes none for a guardian who was told the current status last': async (world) => {
      const { children } = world;
      await markLater(world, children.sekar, 'present');
      await tellAll(world);
      await markLater(world, children.sekar, 'absent');
      await markLater(world, children.sekar, 'present');
      await markLater(world, children.bagas, 'present');

      expectEqual('the answer', await fanOut(world), { jobs: 3, deliveries: 1 });
      expectEqual('what is said', sayings(world, await tellAll(world)), ['ratih, marked: bagas present']);
    },

    'makes one for a guardian with a delivery that is not settled, whatever it says': async (world) => {
      const { probe, children } = world;
      await markLater(world, children.nayla, 'absent');
      await fanOut(world);
      const { deliveries } = await claimAll(world);
      await markLater(world, children.nayla, 'present');
      await markLater(world, children.nayla, 'absent');

      expectEqual('the answer', await fanOut(world), { jobs: 2, deliveries: 1 });
      await settle(world, deliveries, delivered);
      expectEqual('what is said after that', sayings(world, await tellAll(world)), []);
      const states = (await probe.deliveries()).map(({ state }) => state);
      expectEqual('the states', states.sort(), ['delivered', 'dropped']);
    },

    'makes none for a status that is not worth telling on its own': async (world) => {
      const { children } = world;
      await markTogether(world, [children.sekar, children.nayla], 'present');
      await markLater(world, children.bagas, 'late');
      const silentStatuses = ['present'];

      expectEqual('the answer', await fanOut(world, { silentStatuses }), { jobs: 2, deliveries: 1 });
      const said = await tellAll(world, { silentStatuses });
      expectEqual('what is said', sayings(world, said), ['ratih, marked: bagas late']);
    },

    'makes one of several jobs about the same child, as the last of them': async (world) => {
      const { probe, children } = world;
      await markTogether(world, [children.sekar, children.nayla], 'present');
      const { id: first } = onlyOne('the jobs', await probe.notificationJobs());
      await markLater(world, children.sekar, 'absent');
      const { id: last } = onlyOne(
        'the later jobs',
        (await probe.notificationJobs()).filter(({ id }) => id !== first),
      );

      expectEqual('the answer', await fanOut(world), { jobs: 2, deliveries: 3 });
      const { deliveries } = await readStore(probe);
      const jobsOf = (childId: string) =>
        deliveries.filter(({ subjects }) => childIdsOf(subjects).includes(childId)).map(({ jobId }) => jobId);
      expectEqual("sekar's", jobsOf(children.sekar.id), [last, last]);
      expectEqual("nayla's", jobsOf(children.nayla.id), [first]);
    },

    'leaves jobs to settle': async (world) => {
      const { children, clock } = world;
      await markLater(world, children.nayla, 'absent');
      const settledAt = clock.now();
      clock.advance(60_000);

      const early = await fanOut(world, { settledBefore: new Date(settledAt.getTime() - 1) });
      expectEqual('a moment too early', early, { jobs: 0, deliveries: 0 });
      expectEqual('in time', await fanOut(world, { settledBefore: settledAt }), { jobs: 1, deliveries: 1 });
    },

    'takes each job once, however many ask': async (world) => {
      const { probe, idType, repository, clock } = world;
      const roster = buildRoster({ schools: 2, childrenPerSchool: 15, idType });
      await probe.setRoster(roster);
      for (const child of roster.children) {
        const jobIds = [crypto.randomUUID()];
        await repository.recordMarks(requestOf([markOf(child, 'absent')], { jobIds, now: clock.now() }));
      }
      const total = { jobs: 0, deliveries: 0 };
      const takeAll = async () => {
        for (;;) {
          const { jobs, deliveries } = await fanOut(world, { maxChildren: 3 });
          if (jobs === 0) return;
          total.jobs += jobs;
          total.deliveries += deliveries;
        }
      };
      await Promise.all(Array.from({ length: 8 }, takeAll));

      expectEqual('what they took', total, { jobs: 30, deliveries: 30 });
      const deliveries = await probe.deliveries();
      expectEqual('the deliveries', [deliveries.length, new Set(deliveries.map(({ jobId }) => jobId)).size], [30, 30]);
    },
  },
};
