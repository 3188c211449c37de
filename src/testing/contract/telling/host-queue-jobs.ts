import type { TakeJobsRequest } from '../../../ports/notification-outbox.js';
import type { QueuedJob } from '../../../ports/notification-queue.js';
import { buildRoster } from '../../kit/build-roster.js';
import { expectEqual } from '../../kit/expectations.js';
import type { ContractTopic, ContractWorld } from '../world/contract-world.js';
import { markLater } from '../world/mark-calls.js';
import { claimAll, delivered, failedFor, fanOut, leaseMs, settle } from '../world/outbox-calls.js';
import { onlyOne } from '../world/sayings.js';
import { expectNoTrace } from '../world/store-snapshot.js';

/** Jobs that a host's own queue is to have. */
export const hostQueueJobs: ContractTopic = {
  name: "jobs for a host's queue",
  tests: {
    'are taken, and left alone until they count as lost': async (world) => {
      const { children, schools, clock } = world;
      const jobId = await writeJob(world);
      const job = { jobId, schoolId: schools.jakarta.id };

      expectEqual('the first time', await take(world), [job]);
      expectEqual('at once', await take(world), []);
      clock.advance(59_999);
      expectEqual('a moment too early', await take(world), []);
      clock.advance(1);
      expectEqual('when they count as lost', await take(world), [job]);
      await markLater(world, children.nayla, 'late');
      expectEqual('what is new', (await take(world)).length, 1);
    },

    'are left to settle': async (world) => {
      const { clock } = world;
      await writeJob(world);
      const settledBefore = new Date(clock.now().getTime() - 1);
      expectEqual('a moment too early', await take(world, { settledBefore }), []);
      expectEqual('in time', (await take(world, { settledBefore: clock.now() })).length, 1);
    },

    'are as many as asked for, of all schools by turns': async (world) => {
      const { children, schools } = world;
      for (const child of [children.sekar, children.bagas, children.wayan]) await markLater(world, child, 'absent');

      const schoolIds = (await take(world, { maxJobs: 2 })).map(({ schoolId }) => schoolId);
      expectEqual('the first', schoolIds.sort(), [schools.jakarta.id, schools.makassar.id].sort());
      expectEqual('the rest', (await take(world, { maxJobs: 2 })).length, 1);
    },

    'are taken by one of several callers': async (world) => {
      const { probe, idType } = world;
      const roster = buildRoster({ schools: 2, childrenPerSchool: 15, idType });
      await probe.setRoster(roster);
      for (const child of roster.children) await markLater(world, child, 'absent');
      const taken: QueuedJob[] = [];
      const work = async () => {
        for (;;) {
          const jobs = await take(world, { maxJobs: 2 });
          if (jobs.length === 0) return;
          taken.push(...jobs);
        }
      };
      await Promise.all(Array.from({ length: 8 }, work));
      await work();

      expectEqual('how many', [taken.length, new Set(taken.map(({ jobId }) => jobId)).size], [30, 30]);
    },

    'come back when they are returned': async (world) => {
      const { repository, clock } = world;
      await writeJob(world);
      const jobs = await take(world);
      const runAt = new Date(clock.now().getTime() + 10_000);
      const stranger = { jobId: crypto.randomUUID(), schoolId: world.schools.jakarta.id };
      await repository.outbox.returnJobs({ jobs: [...jobs, stranger], runAt });
      clock.advance(9_999);
      expectEqual('a moment too early', await take(world), []);
      clock.advance(1);
      expectEqual('at their time', await take(world), jobs);
    },

    'are nobody else’s to fan out meanwhile': async (world) => {
      const { clock } = world;
      const jobId = await writeJob(world);
      await take(world);
      expectEqual('by whom it was not named', await fanOut(world), { jobs: 0, deliveries: 0 });
      expectEqual('by whom it was', await fanOut(world, { jobId }), { jobs: 1, deliveries: 1 });
      clock.advance(60_000);
      expectEqual('again', await fanOut(world), { jobs: 0, deliveries: 0 });
    },

    'are fanned out like others once they count as lost': async (world) => {
      await writeJob(world);
      await take(world);
      world.clock.advance(60_000);
      expectEqual('the fan-out', await fanOut(world), { jobs: 1, deliveries: 1 });
    },

    'are handed over again as long as they are not closed': async (world) => {
      const { clock } = world;
      const jobId = await writeJob(world);
      await take(world);
      await fanOut(world, { jobId });
      clock.advance(60_000);

      const jobIds = (await take(world)).map((job) => job.jobId);
      expectEqual('the jobs', jobIds, [jobId]);
    },

    'come back for a dead letter that is tried again': async (world) => {
      const { repository, clock } = world;
      const jobId = await writeJob(world);
      await fanOut(world, { jobId });
      const { deliveries } = await claimAll(world, { jobId });
      await settle(world, deliveries, { outcome: 'dead', reason: 'refused' });
      await repository.outbox.closeJob(jobId);
      expectEqual('before', await take(world), []);
      await repository.outbox.retryDeadLetter({ id: deliveries[0]?.lease.id ?? 'no id', now: clock.now() });

      expectEqual(
        'the jobs',
        (await take(world)).map((job) => job.jobId),
        [jobId],
      );
      expectEqual('at once', await take(world), []);
      await settle(world, (await claimAll(world, { jobId })).deliveries, delivered);
      expectEqual('what is left of it', await repository.outbox.closeJob(jobId), { outstanding: 0, dueAt: null });
      clock.advance(60_000);
      expectEqual('in the end', await take(world), []);
    },

    'are closed once all their deliveries are settled': async (world) => {
      const { probe, repository, children, clock } = world;
      const close = (jobId: string) => repository.outbox.closeJob(jobId);
      const jobId = await writeJob(world, [children.sekar]);
      await fanOut(world, { jobId });
      await expectNoTrace('closing it', probe, async () => {
        expectEqual('before a claim', await close(jobId), { outstanding: 2, dueAt: clock.now() });
      });
      const [first, second] = (await claimAll(world, { jobId })).deliveries;
      const leaseUntil = new Date(clock.now().getTime() + leaseMs);
      expectEqual('while they are held', await close(jobId), { outstanding: 2, dueAt: leaseUntil });
      await settle(world, first ? [first] : [], failedFor(world, 5));
      await settle(world, second ? [second] : [], { outcome: 'dead', reason: 'refused' });
      const runAt = new Date(clock.now().getTime() + 300_000);
      expectEqual('while one waits', await close(jobId), { outstanding: 1, dueAt: runAt });
      clock.advance(300_000);
      await settle(world, (await claimAll(world, { jobId })).deliveries, delivered);

      expectEqual('whether it is there', (await probe.notificationJobs()).length, 1);
      expectEqual('in the end', await close(jobId), { outstanding: 0, dueAt: null });
      expectEqual('the jobs', await probe.notificationJobs(), []);
      expectEqual('again', await close(jobId), { outstanding: 0, dueAt: null });
    },

    'are closed when there was nobody to tell': async (world) => {
      const { probe, repository, children } = world;
      const jobId = await writeJob(world, [children.intan]);
      await fanOut(world, { jobId });
      expectEqual('the answer', await repository.outbox.closeJob(jobId), { outstanding: 0, dueAt: null });
      expectEqual('the jobs', await probe.notificationJobs(), []);
    },

    'are not closed before they were fanned out': async (world) => {
      const { probe, repository } = world;
      const jobId = await writeJob(world);
      await expectNoTrace('closing it', probe, () => repository.outbox.closeJob(jobId));
      await expectNoTrace('closing an unknown one', probe, () => repository.outbox.closeJob(crypto.randomUUID()));
    },
  },
};

/** Writes one job, of nayla unless said otherwise, and tells its id. */
async function writeJob(world: ContractWorld, children = [world.children.nayla]): Promise<string> {
  for (const child of children) await markLater(world, child, 'absent');
  return onlyOne('the jobs', await world.probe.notificationJobs()).id;
}

/** Takes jobs for a minute. */
function take({ repository, clock }: ContractWorld, overrides: Partial<TakeJobsRequest> = {}) {
  const now = clock.now();
  const againAt = new Date(now.getTime() + 60_000);
  return repository.outbox.takeJobs({ now, settledBefore: now, againAt, maxJobs: 100, ...overrides });
}
