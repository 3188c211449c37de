import type { Notification } from '../../../domain/telling/notification.js';
import { buildRoster } from '../../kit/build-roster.js';
import { buildGuardian } from '../../kit/builders.js';
import { expectEqual } from '../../kit/expectations.js';
import type { ContractTopic } from '../world/contract-world.js';
import { markLater, markTogether } from '../world/mark-calls.js';
import {
  claim,
  claimAll,
  delivered,
  failedFor,
  fanOut,
  fanOutAndClaim,
  settle,
  tellAll,
} from '../world/outbox-calls.js';
import { sayings } from '../world/sayings.js';

/** In what order one guardian is told, and what waits for what. */
export const claimOrder: ContractTopic = {
  name: 'the order of deliveries',
  tests: {
    'is that of the jobs, one at a time for each guardian': async (world) => {
      const { children } = world;
      await markLater(world, children.sekar, 'absent');
      await fanOut(world);
      await markLater(world, children.bagas, 'late');
      await fanOut(world);

      const first = (await claimAll(world)).deliveries;
      expectEqual('the first', sayings(world, first), [
        'alasdair, marked: sekar absent',
        'ratih, marked: sekar absent',
      ]);
      await settle(world, first, delivered);
      const second = (await claimAll(world)).deliveries;
      expectEqual('the second', sayings(world, second), ['ratih, marked: bagas late']);
    },

    'holds up nobody who is told of another session, or is another guardian': async (world) => {
      const { children } = world;
      await markLater(world, children.sekar, 'absent');
      await fanOutAndClaim(world);
      await markLater(world, children.sekar, 'late', { session: 'pm' });
      await markLater(world, children.nayla, 'absent');
      const { deliveries } = await fanOutAndClaim(world);

      expectEqual('what is said meanwhile', sayings(world, deliveries), [
        'alasdair, marked: sekar late',
        'dewi, marked: nayla absent',
        'ratih, marked: sekar late',
      ]);
    },

    'holds up what stands behind a delivery that waits for its next attempt': async (world) => {
      const { children, clock } = world;
      await markTogether(world, [children.nayla, children.bagas], 'absent');
      const first = (await fanOutAndClaim(world)).deliveries;
      await settle(world, first, failedFor(world, 10));
      await markLater(world, children.sekar, 'late');
      const meanwhile = await fanOutAndClaim(world);
      expectEqual('meanwhile', sayings(world, meanwhile.deliveries), ['alasdair, marked: sekar late']);

      clock.advance(600_000);
      const again = (await claimAll(world)).deliveries;
      expectEqual('at its time', sayings(world, again), ['dewi, marked: nayla absent', 'ratih, marked: bagas absent']);
      await settle(world, again, delivered);
      const last = (await claimAll(world)).deliveries;
      expectEqual('after that', sayings(world, last), ['ratih, marked: sekar late']);
    },

    'does not let a correction wait for what it corrects': async (world) => {
      const { children } = world;
      await markLater(world, children.bagas, 'absent');
      await settle(world, (await fanOutAndClaim(world)).deliveries, failedFor(world, 600));
      await markLater(world, children.sekar, 'absent');
      await fanOut(world);
      expectEqual('what is held up', sayings(world, await tellAll(world)), ['alasdair, marked: sekar absent']);
      await markLater(world, children.bagas, 'present');

      expectEqual('what is said at once', sayings(world, await tellAll(world)), [
        'ratih, corrected: bagas present (was absent)',
        'ratih, marked: sekar absent',
      ]);
    },

    'holds up nothing behind what was given up': async (world) => {
      const { children } = world;
      await markLater(world, children.bagas, 'absent');
      const { deliveries } = await fanOutAndClaim(world);
      await markLater(world, children.sekar, 'late');
      await fanOut(world);
      await settle(world, deliveries, { outcome: 'dead', reason: 'failed' });

      expectEqual('what is said', sayings(world, await tellAll(world)), [
        'alasdair, marked: sekar late',
        'ratih, marked: sekar late',
      ]);
    },

    'holds among any number of workers': async (world) => {
      const { probe, idType } = world;
      const { schools, children, guardians } = buildRoster({ childrenPerSchool: 12, idType });
      const parents = guardians.slice(0, 2).map(({ id }) => id);
      await probe.setRoster({
        schools,
        children,
        guardians: children.flatMap(({ id: childId, schoolId }) =>
          parents.map((id) => buildGuardian({ schoolId, childId, id })),
        ),
      });
      for (const child of children) {
        await markLater(world, child, 'absent');
        await fanOut(world);
      }
      const told = new Map<string, string[]>(parents.map((id) => [id, []]));
      const busy = new Set<string>();
      const clashes: string[] = [];
      const send = ({ guardian, changes }: Notification) => {
        if (busy.has(guardian.id)) clashes.push(guardian.id);
        busy.add(guardian.id);
        told.get(guardian.id)?.push(...changes.map(({ child }) => child.id));
      };
      const work = async () => {
        const isDone = () => [...told.values()].every(({ length }) => length >= children.length);
        for (let turn = 0; turn < 1_000 && !isDone(); turn += 1) {
          const { deliveries } = await claim(world, { maxDeliveries: 4 });
          for (const { notification } of deliveries) send(notification);
          for (const { notification } of deliveries) busy.delete(notification.guardian.id);
          await settle(world, deliveries, delivered);
        }
      };
      await Promise.all(Array.from({ length: 6 }, work));

      const inOrder = children.map(({ id }) => id);
      expectEqual('who was told twice at a time', clashes, []);
      expectEqual('the order', [...told.values()], [inOrder, inOrder]);
    },
  },
};
