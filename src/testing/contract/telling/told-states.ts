import { expectEqual } from '../../kit/expectations.js';
import { at, day } from '../world/contract-roster.js';
import type { ContractTopic } from '../world/contract-world.js';
import { clearLater, markLater, markTogether } from '../world/mark-calls.js';
import { claimAll, fanOut, tellAll } from '../world/outbox-calls.js';
import { sayings } from '../world/sayings.js';

/** The current status against the last one told: what guardians hear of changes. */
export const toldStates: ContractTopic = {
  name: 'what guardians are told',
  tests: {
    'is the status, to each guardian, of siblings in one message': async (world) => {
      const { children } = world;
      await markTogether(world, [children.sekar, children.bagas, children.nayla, children.intan], 'absent');

      expectEqual('what is said', sayings(world, await tellAll(world)), [
        'alasdair, marked: sekar absent',
        'dewi, marked: nayla absent',
        'ratih, marked: bagas absent, sekar absent',
      ]);
      expectEqual('what is said after that', await tellAll(world), []);
    },

    'is the correction of what they were told, under an id of its own': async (world) => {
      const { children } = world;
      await markLater(world, children.nayla, 'absent');
      const [first] = await tellAll(world);
      await markLater(world, children.nayla, 'late');
      const second = await tellAll(world);

      expectEqual('what is said', sayings(world, second), ['dewi, corrected: nayla late (was absent)']);
      expectEqual(
        'whether the ids differ',
        second.map(({ id }) => id === first?.id),
        [false],
      );
    },

    'is a correction as soon as one of the siblings in it was told before': async (world) => {
      const { children } = world;
      await markLater(world, children.bagas, 'absent');
      await tellAll(world);
      await markTogether(world, [children.sekar, children.bagas], 'late');

      expectEqual('what is said', sayings(world, await tellAll(world)), [
        'alasdair, marked: sekar late',
        'ratih, corrected: bagas late (was absent), sekar late',
      ]);
    },

    'is nothing anew when a status goes away and comes back before anybody is told': async (world) => {
      const { probe, children } = world;
      await markLater(world, children.nayla, 'present');
      await tellAll(world);
      for (const status of ['absent', 'present'] as const) await markLater(world, children.nayla, status);

      expectEqual('what is said', sayings(world, await tellAll(world)), []);
      expectEqual('the number of deliveries', (await probe.deliveries()).length, 1);
    },

    'is only the last of several statuses': async (world) => {
      const { children } = world;
      for (const status of ['absent', 'late', 'sick'] as const) await markLater(world, children.nayla, status);

      expectEqual('what is said', sayings(world, await tellAll(world)), ['dewi, marked: nayla sick']);
    },

    'is what is true when the delivery is claimed': async (world) => {
      const { children } = world;
      await markLater(world, children.nayla, 'absent');
      await fanOut(world);
      await markLater(world, children.nayla, 'late');

      expectEqual('what is said', sayings(world, await tellAll(world)), ['dewi, marked: nayla late']);
    },

    'is nothing of a delivery whose status is no longer current': async (world) => {
      const { probe, children, clock } = world;
      await markLater(world, children.sekar, 'present');
      await tellAll(world);
      await markLater(world, children.sekar, 'absent');
      await fanOut(world);
      await markLater(world, children.sekar, 'present');
      const { deliveries, dropped } = await claimAll(world);

      expectEqual('what is said', [sayings(world, deliveries), dropped], [[], 2]);
      const dead = (await probe.deliveries()).filter(({ state }) => state === 'dropped');
      expectEqual(
        'when it was settled',
        dead.map(({ settledAt, leaseToken }) => ({ settledAt, leaseToken })),
        Array.from({ length: 2 }, () => ({ settledAt: clock.now(), leaseToken: null })),
      );
    },

    'is a mark withdrawn, once they were told of it': async (world) => {
      const { children } = world;
      await markLater(world, children.nayla, 'absent');
      await tellAll(world);
      await clearLater(world, children.nayla);

      const [message] = await tellAll(world);
      expectEqual('what is said', sayings(world, message ? [message] : []), [
        'dewi, cleared: nayla unmarked (was absent)',
      ]);
      expectEqual('what is said after that', await tellAll(world), []);
    },

    'is nothing of a mark withdrawn before they were told of it': async (world) => {
      const { children } = world;
      await markLater(world, children.nayla, 'absent');
      await clearLater(world, children.nayla);
      expectEqual('before the fan-out', await fanOut(world), { jobs: 2, deliveries: 0 });

      await markLater(world, children.nayla, 'absent');
      await fanOut(world);
      await clearLater(world, children.nayla);
      const { deliveries, dropped } = await claimAll(world);
      expectEqual('after the fan-out', [sayings(world, deliveries), dropped], [[], 1]);
    },

    'is a new mark after one was withdrawn, though it says the same': async (world) => {
      const { children } = world;
      await markLater(world, children.nayla, 'absent');
      await tellAll(world);
      await clearLater(world, children.nayla);
      await tellAll(world);
      await markLater(world, children.nayla, 'absent');

      expectEqual('what is said', sayings(world, await tellAll(world)), ['dewi, marked: nayla absent']);
    },

    'is no status that is not worth telling once what was told is withdrawn': async (world) => {
      const { children } = world;
      const silent = { silentStatuses: ['present'] };
      await markLater(world, children.nayla, 'absent');
      await tellAll(world, silent);
      await clearLater(world, children.nayla);
      await tellAll(world, silent);
      await markLater(world, children.nayla, 'present');
      expectEqual('what is said', await tellAll(world, silent), []);
    },

    'is a status not worth telling too, once they were told another one': async (world) => {
      const { children } = world;
      const silent = { silentStatuses: ['present'] };
      await markLater(world, children.nayla, 'present');
      expectEqual('on its own', sayings(world, await tellAll(world, silent)), []);
      await markLater(world, children.nayla, 'absent');
      expectEqual('another one', sayings(world, await tellAll(world, silent)), ['dewi, marked: nayla absent']);
      await markLater(world, children.nayla, 'present');

      const said = sayings(world, await tellAll(world, silent));
      expectEqual('as a correction', said, ['dewi, corrected: nayla present (was absent)']);
    },

    'is of each day and session by itself': async (world) => {
      const { children, clock } = world;
      await markLater(world, children.sekar, 'absent');
      await tellAll(world);
      await markLater(world, children.bagas, 'absent', { session: 'pm' });
      await markLater(world, children.sekar, 'absent', { session: 'pm' });
      const afternoon = await tellAll(world);
      clock.set(new Date(at('12:00').getTime() + day));
      await markLater(world, children.sekar, 'absent');
      const tomorrow = await tellAll(world);

      expectEqual('in the afternoon', sayings(world, afternoon), [
        'alasdair, marked: sekar absent',
        'ratih, marked: bagas absent',
        'ratih, marked: sekar absent',
      ]);
      expectEqual('tomorrow', sayings(world, tomorrow), [
        'alasdair, marked: sekar absent',
        'ratih, marked: sekar absent',
      ]);
    },
  },
};
