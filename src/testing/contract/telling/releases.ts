import { expectEqual, expectFields } from '../../kit/expectations.js';
import type { ContractTopic, ContractWorld } from '../world/contract-world.js';
import { markLater } from '../world/mark-calls.js';
import { claimAll, failedFor, fanOut, fanOutAndClaim, settle, tellAll } from '../world/outbox-calls.js';
import { onlyOne, sayings } from '../world/sayings.js';

/** Deliveries that a worker hands back. */
export const releases: ContractTopic = {
  name: 'a delivery handed back',
  tests: {
    'is due at once, and its attempt is not counted': async (world) => {
      const { probe, clock } = world;
      const delivery = await claimNayla(world);
      await settle(world, [delivery], failedFor(world, 1));
      clock.advance(60_000);
      const again = (await claimAll(world)).deliveries;
      clock.advance(5_000);
      await settle(world, again, { outcome: 'released', isUnsent: false });
      const stored = onlyOne('the deliveries', await probe.deliveries());
      const unleased = { leaseToken: null, leaseUntil: null, settledAt: null };
      expectFields('the delivery', stored, { state: 'pending', attempt: 1, runAt: clock.now(), ...unleased });

      const third = onlyOne('the deliveries', (await claimAll(world)).deliveries);
      expectFields('the next attempt', third, { attempt: 2, isFirst: false });
      expectEqual('what is said', third.notification, delivery.notification);
    },

    'unsent was never said: it may still be dropped': async (world) => {
      const { children } = world;
      const silent = { silentStatuses: ['present'] };
      await settle(world, [await claimNayla(world)], { outcome: 'released', isUnsent: true });
      await markLater(world, children.nayla, 'present');

      expectEqual('the fan-out', await fanOut(world, silent), { jobs: 1, deliveries: 1 });
      const { deliveries, dropped } = await claimAll(world, silent);
      expectEqual('what is said', [sayings(world, deliveries), dropped], [[], 2]);
    },

    'unsent is claimed as if for the first time': async (world) => {
      const { children } = world;
      const first = await claimNayla(world);
      await settle(world, [first], { outcome: 'released', isUnsent: true });
      const second = onlyOne('the deliveries', (await claimAll(world)).deliveries);
      expectFields('the delivery', second, { attempt: 1, isFirst: true, notification: first.notification });
      await settle(world, [second], { outcome: 'released', isUnsent: true });
      await markLater(world, children.nayla, 'late');

      expectEqual('what is said in the end', sayings(world, await tellAll(world)), ['dewi, marked: nayla late']);
    },

    'that may have been sent is corrected': async (world) => {
      const { children } = world;
      await settle(world, [await claimNayla(world)], { outcome: 'released', isUnsent: false });
      await markLater(world, children.nayla, 'present');

      const said = sayings(world, await tellAll(world, { silentStatuses: ['present'] }));
      expectEqual('what is said', said, ['dewi, corrected: nayla present (was absent)']);
    },
  },
};

/** Marks nayla absent, and claims what dewi is to be told. */
async function claimNayla(world: ContractWorld) {
  await markLater(world, world.children.nayla, 'absent');
  return onlyOne('the deliveries', (await fanOutAndClaim(world)).deliveries);
}
