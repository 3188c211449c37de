import { expectEqual } from '../../kit/expectations.js';
import type { ContractTopic, ContractWorld } from '../world/contract-world.js';
import { markLater } from '../world/mark-calls.js';
import { claimAll, delivered, failedFor, fanOut, fanOutAndClaim, leaseMs, settle } from '../world/outbox-calls.js';
import { onlyOne } from '../world/sayings.js';

/** Counts what is waiting. */
export const outboxStats: ContractTopic = {
  name: 'the figures of the outbox',
  tests: {
    'are zeros where nothing waits': async (world) => {
      expectEqual('the figures', await statsOf(world), empty);
    },

    'follow a delivery from the job to its end': async (world) => {
      const { children, clock } = world;
      await markLater(world, children.sekar, 'absent');
      clock.advance(5_000);
      expectEqual('a job', await statsOf(world), { ...empty, jobs: 1, oldestAgeMs: 5_000 });
      await fanOut(world);
      expectEqual('deliveries', await statsOf(world), { ...empty, ready: 2, oldestAgeMs: 5_000 });
      const { deliveries } = await claimAll(world);
      expectEqual('held ones', await statsOf(world), { ...empty, leased: 2, oldestAgeMs: 5_000 });
      await settle(world, deliveries.slice(1), failedFor(world, 10));
      const split = { ...empty, leased: 1, scheduled: 1, oldestAgeMs: 5_000 };
      expectEqual('one that waits', await statsOf(world), split);
      clock.advance(leaseMs);
      const late = { ...empty, ready: 1, scheduled: 1, oldestAgeMs: 5_000 + leaseMs };
      expectEqual('one whose worker died', await statsOf(world), late);
      await settle(world, deliveries.slice(0, 1), { outcome: 'dead', reason: 'failed' });
      clock.advance(600_000 - leaseMs);
      const due = { ...empty, ready: 1, dead: 1, oldestAgeMs: 605_000 };
      expectEqual('one whose time has come', await statsOf(world), due);
      await settle(world, (await claimAll(world)).deliveries, delivered);
      expectEqual('none', await statsOf(world), { ...empty, dead: 1 });
    },

    'count no job whose deliveries were made, and take the oldest of all': async (world) => {
      const { probe, children, clock } = world;
      await markLater(world, children.nayla, 'absent');
      const { id: jobId } = onlyOne('the jobs', await probe.notificationJobs());
      await fanOut(world, { jobId });
      clock.advance(9_000);
      await markLater(world, children.wayan, 'absent');
      expectEqual('the figures', await statsOf(world), { ...empty, jobs: 1, ready: 1, oldestAgeMs: 10_000 });
      await settle(world, (await claimAll(world)).deliveries, delivered);
      expectEqual('after that', await statsOf(world), { ...empty, jobs: 1, oldestAgeMs: 0 });
    },

    'count nothing that was dropped': async (world) => {
      const { children } = world;
      await markLater(world, children.nayla, 'absent');
      await fanOut(world);
      await world.clear(children.nayla);
      await fanOutAndClaim(world);
      expectEqual('the figures', await statsOf(world), empty);
    },
  },
};

const empty = { jobs: 0, scheduled: 0, ready: 0, leased: 0, dead: 0, unknown: 0, oldestAgeMs: null };

function statsOf({ repository, clock }: ContractWorld) {
  return repository.outbox.stats({ now: clock.now() });
}
