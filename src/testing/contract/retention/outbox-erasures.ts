import type { Child } from '../../../domain/roster.js';
import type { ClaimedDelivery } from '../../../domain/telling/delivery.js';
import { expectEqual } from '../../kit/expectations.js';
import { childIdsOf } from '../world/columns-of.js';
import type { ContractTopic, ContractWorld } from '../world/contract-world.js';
import { markLater, markTogether } from '../world/mark-calls.js';
import { claimAll, delivered, failedFor, fanOut, fanOutAndClaim, settle, tellAll } from '../world/outbox-calls.js';
import { onlyOne, sayings } from '../world/sayings.js';

/** Messages to guardians once one of their children is erased. */
export const outboxErasures: ContractTopic = {
  name: 'the outbox without an erased child',
  tests: {
    'keeps the others in the jobs, and no job about nobody': async (world) => {
      const { probe, children } = world;
      await markTogether(world, [children.sekar, children.nayla], 'absent');
      await markLater(world, children.sekar, 'late');
      await erase(world, children.sekar);

      const { changes } = onlyOne('the jobs', await probe.notificationJobs());
      expectEqual('whom it is about', childIdsOf(changes), [children.nayla.id]);
    },

    'tells of its siblings what was to be told of both': async (world) => {
      const { probe, children } = world;
      await markTogether(world, [children.sekar, children.bagas], 'absent');
      await fanOut(world);

      expectEqual('how many were about it', (await erase(world, children.sekar)).deliveries, 2);
      const stored = onlyOne('the deliveries', await probe.deliveries());
      expectEqual('whom the delivery is about', childIdsOf(stored.subjects), [children.bagas.id]);
      expectEqual('what is said', sayings(world, await tellAll(world)), ['ratih, marked: bagas absent']);
    },

    'still knows what was told of its siblings': async (world) => {
      const { children } = world;
      await markTogether(world, [children.sekar, children.bagas], 'absent');
      await tellAll(world);
      await erase(world, children.sekar);
      await markLater(world, children.bagas, 'late');

      expectEqual('what is said', sayings(world, await tellAll(world)), ['ratih, corrected: bagas late (was absent)']);
    },

    'goes on with an attempt that told of both, and forgets one that told of it only': async (world) => {
      const { children } = world;
      await markTogether(world, [children.sekar, children.bagas], 'absent');
      const { deliveries } = await fanOutAndClaim(world);
      await erase(world, children.sekar);

      const accepted = await settle(world, deliveries, failedFor(world, 0));
      const again = onlyOne('the deliveries', (await claimAll(world)).deliveries);
      expectEqual('what is said', sayings(world, [again]), ['ratih, marked: bagas absent']);
      expectEqual('its id, as the only one accepted', accepted, [again.lease.id]);
      expectEqual('whether it arrived', await settle(world, [again], delivered), [again.lease.id]);
    },

    'says what is left of an attempt that failed under another id': async (world) => {
      const { children } = world;
      await markTogether(world, [children.sekar, children.bagas], 'absent');
      const { deliveries } = await fanOutAndClaim(world);
      await settle(world, deliveries, failedFor(world, 0));
      const before = onlyOne('those to ratih', deliveries.filter(tellsOfBoth)).lease.id;
      await erase(world, children.sekar);

      const again = onlyOne('the deliveries', (await claimAll(world)).deliveries);
      expectEqual('what is said', sayings(world, [again]), ['ratih, marked: bagas absent']);
      expectEqual('whether it has the id that said more', again.notification.id === before, false);
      expectEqual('the attempt', again.attempt, 1);
      expectEqual('whether it arrived', await settle(world, [again], delivered), [again.lease.id]);
    },

    'holds no dead letter about it only': async (world) => {
      const { repository, children } = world;
      await markTogether(world, [children.sekar, children.bagas], 'absent');
      const { deliveries } = await fanOutAndClaim(world);
      await settle(world, deliveries, { outcome: 'dead', reason: 'refused' });
      await erase(world, children.sekar);

      const letters = await repository.outbox.deadLetters({ limit: 10 });
      expectEqual(
        'whom they are about',
        letters.map(({ childIds }) => childIds),
        [[children.bagas.id]],
      );
    },
  },
};

function tellsOfBoth({ notification }: ClaimedDelivery): boolean {
  return notification.changes.length === 2;
}

function erase({ repository }: ContractWorld, { id: childId, schoolId }: Child) {
  return repository.eraseChild({ schoolId, childId });
}
