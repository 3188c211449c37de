import { expectEqual, expectFields } from '../../kit/expectations.js';
import { day } from '../world/contract-roster.js';
import type { ContractTopic, ContractWorld } from '../world/contract-world.js';
import { markLater } from '../world/mark-calls.js';
import { claimAll, failedFor, fanOut, fanOutAndClaim, type Outcome, settle, tellAll } from '../world/outbox-calls.js';
import { onlyOne, sayings } from '../world/sayings.js';

/** Messages that a notifier left out on purpose. */
export const skippedMessages: ContractTopic = {
  name: 'a message that was left out on purpose',
  tests: {
    'is settled as dropped, and nobody holds it any more': async (world) => {
      const { probe, clock } = world;
      await skipAbsent(world);
      const stored = onlyOne('the deliveries', await probe.deliveries());
      const unleased = { leaseToken: null, leaseUntil: null };
      expectFields('the delivery', stored, { state: 'dropped', settledAt: clock.now(), ...unleased });
      clock.advance(day);
      expectEqual('what is left to send', await claimAll(world), { deliveries: [], dead: [], dropped: 0 });
    },

    'was never said: what follows is worded as first news': async (world) => {
      await skipAbsent(world);
      await markLater(world, world.children.nayla, 'late');
      expectEqual('what is said', sayings(world, await tellAll(world)), ['dewi, marked: nayla late']);
    },

    'was never said: the same status is news too': async (world) => {
      const { children } = world;
      await skipAbsent(world);
      for (const status of ['late', 'absent'] as const) await markLater(world, children.nayla, status);
      expectEqual('what is said', sayings(world, await tellAll(world)), ['dewi, marked: nayla absent']);
    },

    'was never said: its withdrawal is nothing to tell': async (world) => {
      await skipAbsent(world);
      world.clock.advance(1_000);
      await world.clear(world.children.nayla);
      expectEqual('the fan-out', await fanOut(world), { jobs: 1, deliveries: 0 });
    },

    'was never said: a day later there is nothing to correct': async (world) => {
      await skipAbsent(world);
      world.clock.advance(day);
      await world.mark(world.children.nayla, 'late', { date: '2026-03-02' });
      expectEqual('the fan-out', await fanOut(world), { jobs: 1, deliveries: 0 });
    },

    'leaves standing what was told before it': async (world) => {
      const { children } = world;
      await markLater(world, children.nayla, 'absent');
      await tellAll(world);
      await markLater(world, children.nayla, 'present');
      await settle(world, (await fanOutAndClaim(world)).deliveries, skipped);
      await markLater(world, children.nayla, 'late');

      expectEqual('what is said', sayings(world, await tellAll(world)), ['dewi, corrected: nayla late (was absent)']);
    },

    'leaves nothing to say when what was told before comes back': async (world) => {
      const { children } = world;
      await markLater(world, children.nayla, 'absent');
      await tellAll(world);
      await markLater(world, children.nayla, 'present');
      await settle(world, (await fanOutAndClaim(world)).deliveries, skipped);
      await markLater(world, children.nayla, 'absent');

      expectEqual('the fan-out', await fanOut(world), { jobs: 1, deliveries: 0 });
    },

    'was possibly said if an attempt at it failed before': async (world) => {
      const { children } = world;
      await markLater(world, children.nayla, 'absent');
      await settle(world, (await fanOutAndClaim(world)).deliveries, failedFor(world, 0));
      await settle(world, (await claimAll(world)).deliveries, { outcome: 'skipped', isUnsent: false });
      await markLater(world, children.nayla, 'present');

      const said = await tellAll(world, { silentStatuses: ['present'] });
      expectEqual('what is said', sayings(world, said), ['dewi, corrected: nayla present (was absent)']);
    },

    'makes room for what stands behind it': async (world) => {
      const { children } = world;
      await markLater(world, children.bagas, 'absent');
      const { deliveries } = await fanOutAndClaim(world);
      await markLater(world, children.sekar, 'late');
      await fanOut(world);
      await settle(world, deliveries, skipped);

      expectEqual('what is said', sayings(world, await tellAll(world)), [
        'alasdair, marked: sekar late',
        'ratih, marked: sekar late',
      ]);
    },

    'keeps no job open': async (world) => {
      const { probe, repository, children } = world;
      await markLater(world, children.nayla, 'absent');
      const { id: jobId } = onlyOne('the jobs', await probe.notificationJobs());
      await fanOut(world, { jobId });
      await settle(world, (await claimAll(world, { jobId })).deliveries, skipped);
      expectEqual('the answer', await repository.outbox.closeJob(jobId), { outstanding: 0, dueAt: null });
      expectEqual('the jobs', await probe.notificationJobs(), []);
    },
  },
};

/** The notifier left the message out at the first attempt. */
const skipped: Outcome = { outcome: 'skipped', isUnsent: true };

/** Marks nayla absent, and leaves out what dewi was to be told. */
async function skipAbsent(world: ContractWorld): Promise<void> {
  await markLater(world, world.children.nayla, 'absent');
  const { deliveries } = await fanOutAndClaim(world);
  expectEqual('whether it was held', (await settle(world, deliveries, skipped)).length, 1);
}
