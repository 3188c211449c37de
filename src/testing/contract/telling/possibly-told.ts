import { expectEqual, expectFields } from '../../kit/expectations.js';
import type { ContractTopic, ContractWorld } from '../world/contract-world.js';
import { clearLater, markLater, markTogether } from '../world/mark-calls.js';
import {
  claimAll,
  delivered,
  failedFor,
  fanOut,
  fanOutAndClaim,
  leaseMs,
  type Outcome,
  settle,
  tellAll,
} from '../world/outbox-calls.js';
import { onlyOne, sayings } from '../world/sayings.js';

/** A delivery that was attempted, and is not known to have arrived: its guardian may have been told. */
export const possiblyTold: ContractTopic = {
  name: 'what was attempted',
  tests: {
    'is attempted again under the same id as long as it is true': async (world) => {
      const { children, clock } = world;
      const first = await attemptAbsent(world, failedFor(world, 1));
      for (const status of ['late', 'absent'] as const) {
        await markLater(world, children.nayla, status, { markedBy: 'teacher-2' });
      }
      clock.advance(60_000);
      const again = onlyOne('the deliveries', (await claimAll(world)).deliveries);

      expectEqual('what is said', again.notification, first.notification);
      expectFields('the attempt', again, { attempt: 2, isFirst: false });
    },

    'is corrected under an id of its own, and at once, when its status has changed since': async (world) => {
      const { children } = world;
      const first = await attemptAbsent(world, failedFor(world, 60));
      await markLater(world, children.nayla, 'present');
      const again = onlyOne('the deliveries', (await fanOutAndClaim(world)).deliveries);

      expectEqual('what is said', sayings(world, [again]), ['dewi, corrected: nayla present (was absent)']);
      expectEqual('whether the id is the old one', again.lease.id === first.lease.id, false);
      expectFields('the attempt', again, { attempt: 1, isFirst: false });
      await settle(world, [again], delivered);
      expectEqual('what is said after that', sayings(world, await tellAll(world)), []);
    },

    'never says anew what was corrected meanwhile': async (world) => {
      const { children, clock } = world;
      await attemptAbsent(world, failedFor(world, 1));
      await markLater(world, children.nayla, 'present');
      clock.advance(60_000);
      const again = onlyOne('the deliveries', (await claimAll(world)).deliveries);

      expectEqual('what is said', sayings(world, [again]), ['dewi, corrected: nayla present (was absent)']);
    },

    'is corrected to a status that is not worth telling on its own': async (world) => {
      const { children } = world;
      await attemptAbsent(world, failedFor(world, 60));
      await markLater(world, children.nayla, 'present');

      const said = sayings(world, await tellAll(world, { silentStatuses: ['present'] }));
      expectEqual('what is said', said, ['dewi, corrected: nayla present (was absent)']);
    },

    'is withdrawn when the mark is': async (world) => {
      await attemptAbsent(world, failedFor(world, 60));
      await clearLater(world, world.children.nayla);

      expectEqual('what is said', sayings(world, await tellAll(world)), ['dewi, cleared: nayla unmarked (was absent)']);
    },

    'is corrected, not begun anew, when its withdrawal may not have arrived': async (world) => {
      const { children } = world;
      const silent = { silentStatuses: ['present'] };
      await markLater(world, children.nayla, 'absent');
      await tellAll(world, silent);
      await clearLater(world, children.nayla);
      await settle(world, (await fanOutAndClaim(world, silent)).deliveries, { outcome: 'dead', reason: 'failed' });
      await markLater(world, children.nayla, 'present');

      const { deliveries } = await fanOutAndClaim(world, silent);
      expectEqual('what is said', sayings(world, deliveries), ['dewi, corrected: nayla present (was absent)']);
    },

    'is corrected too when it was given up': async (world) => {
      await attemptAbsent(world, { outcome: 'dead', reason: 'refused' });
      await markLater(world, world.children.nayla, 'present');

      const said = sayings(world, await tellAll(world, { silentStatuses: ['present'] }));
      expectEqual('what is said', said, ['dewi, corrected: nayla present (was absent)']);
    },

    'is corrected too when its worker died': async (world) => {
      const { children, clock } = world;
      await markLater(world, children.nayla, 'absent');
      await fanOutAndClaim(world);
      await markLater(world, children.nayla, 'present');
      clock.advance(leaseMs);
      const silent = { silentStatuses: ['present'] };
      const { deliveries } = await claimAll(world, { ...silent, suspects: true });

      expectEqual('what is said', sayings(world, deliveries), ['dewi, corrected: nayla present (was absent)']);
      await settle(world, deliveries, delivered);
      expectEqual('what is said after that', sayings(world, await tellAll(world, silent)), []);
    },

    'is corrected step by step, each time from what was attempted last': async (world) => {
      const { children } = world;
      await attemptAbsent(world, failedFor(world, 60));
      const ids = new Set<string>();
      const said: string[] = [];
      for (const status of ['late', 'sick', 'absent'] as const) {
        await markLater(world, children.nayla, status);
        const { deliveries } = await fanOutAndClaim(world);
        said.push(...sayings(world, deliveries));
        for (const { lease } of deliveries) ids.add(lease.id);
        await settle(world, deliveries, failedFor(world, 60));
      }

      expectEqual('what is said', said, [
        'dewi, corrected: nayla late (was absent)',
        'dewi, corrected: nayla sick (was late)',
        'dewi, corrected: nayla absent (was sick)',
      ]);
      expectEqual('the number of ids', ids.size, 3);
    },

    'goes on saying what is still true of a sibling, in what corrects the other one': async (world) => {
      const { children } = world;
      await markTogether(world, [children.sekar, children.bagas], 'absent');
      const { deliveries } = await fanOutAndClaim(world);
      await settle(world, deliveries, failedFor(world, 60));
      await markLater(world, children.bagas, 'late');
      const again = (await fanOutAndClaim(world)).deliveries;

      expectEqual('what is said', sayings(world, again), ['ratih, corrected: bagas late (was absent), sekar absent']);
    },

    'is not repeated by the failure of what another guardian is told': async (world) => {
      const { children, guardians, clock } = world;
      await markLater(world, children.sekar, 'absent');
      const { deliveries } = await fanOutAndClaim(world);
      const isRatihs = ({ notification }: (typeof deliveries)[number]) =>
        notification.guardian.id === guardians.ratih.id;
      await settle(world, deliveries.filter(isRatihs), delivered);
      await settle(
        world,
        deliveries.filter((delivery) => !isRatihs(delivery)),
        failedFor(world, 1),
      );
      clock.advance(60_000);

      expectEqual('what is said again', sayings(world, await tellAll(world)), ['alasdair, marked: sekar absent']);
    },

    'is not known to a guardian who joins later': async (world) => {
      const { probe, roster, children, guardians } = world;
      await markLater(world, children.nayla, 'absent');
      await tellAll(world);
      await probe.setRoster({
        ...roster,
        guardians: [...roster.guardians, { ...guardians.alasdair, childId: children.nayla.id }],
      });
      await markLater(world, children.nayla, 'late');
      await fanOut(world);

      expectEqual('what is said', sayings(world, await tellAll(world)), [
        'alasdair, marked: nayla late',
        'dewi, corrected: nayla late (was absent)',
      ]);
    },
  },
};

/** Marks nayla absent, has dewi told of it, and settles that attempt. */
async function attemptAbsent(world: ContractWorld, outcome: Outcome) {
  await markLater(world, world.children.nayla, 'absent');
  const delivery = onlyOne('the deliveries', (await fanOutAndClaim(world)).deliveries);
  await settle(world, [delivery], outcome);
  return delivery;
}
