import { expectEqual, expectFields } from '../../kit/expectations.js';
import type { ContractTopic, ContractWorld } from '../world/contract-world.js';
import { markLater, markTogether } from '../world/mark-calls.js';
import { fanOut } from '../world/outbox-calls.js';
import { onlyOne } from '../world/sayings.js';
import { expectNoTrace } from '../world/store-snapshot.js';

/** The jobs that one call of fan-out takes. */
export const fanOutScopes: ContractTopic = {
  name: 'the jobs of one fan-out',
  tests: {
    'are about as many children as asked for, the oldest first, and at least one job': async (world) => {
      const { children } = world;
      await markTogether(world, [children.sekar, children.bagas], 'absent');
      await markLater(world, children.nayla, 'absent');
      await markLater(world, children.intan, 'absent');

      expectEqual('the first', await fanOut(world, { maxChildren: 1 }), { jobs: 1, deliveries: 2 });
      expectEqual('the next', await fanOut(world, { maxChildren: 1 }), { jobs: 1, deliveries: 1 });
      expectEqual('the last', await fanOut(world, { maxChildren: 1 }), { jobs: 1, deliveries: 0 });
    },

    'are of all schools by turns': async (world) => {
      const { probe, children, schools } = world;
      for (const child of [children.sekar, children.bagas, children.nayla]) await markLater(world, child, 'absent');
      await markLater(world, children.wayan, 'absent');

      await fanOut(world, { maxChildren: 2 });
      const schoolIds = (await probe.notificationJobs()).map(({ schoolId }) => schoolId);
      expectEqual('the schools of the jobs left', schoolIds, [schools.jakarta.id, schools.jakarta.id]);
    },

    'are the one that is named, which stays, and is fanned out once': async (world) => {
      const { probe, children } = world;
      await markLater(world, children.sekar, 'absent');
      await markLater(world, children.nayla, 'absent');
      const job = await jobOf(world, children.nayla.id);
      const long = new Date(0);

      expectEqual('the first time', await fanOut(world, { jobId: job.id, settledBefore: long }), {
        jobs: 1,
        deliveries: 1,
      });
      await expectNoTrace('asking again', probe, () => fanOut(world, { jobId: job.id }));
      expectFields('the delivery', onlyOne('the deliveries', await probe.deliveries()), { jobId: job.id });
      expectEqual('the others', await fanOut(world), { jobs: 1, deliveries: 2 });
      expectEqual('the job left', onlyOne('the jobs', await probe.notificationJobs()).id, job.id);
    },

    'are none when there is no such job': async (world) => {
      const { probe, children } = world;
      await markLater(world, children.sekar, 'absent');
      await expectNoTrace('an unknown job', probe, async () => {
        expectEqual('the answer', await fanOut(world, { jobId: crypto.randomUUID() }), { jobs: 0, deliveries: 0 });
      });
    },
  },
};

async function jobOf({ probe }: ContractWorld, childId: string) {
  const jobs = await probe.notificationJobs();
  return onlyOne(
    'the jobs of the child',
    jobs.filter(({ changes }) => changes.some((change) => change.childId === childId)),
  );
}
