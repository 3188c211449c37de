import { expectEqual } from '../../kit/expectations.js';
import { day, minute, today } from '../world/contract-roster.js';
import type { ContractTopic } from '../world/contract-world.js';
import { markFirstDay, markFirstDayTogether, markLater, markTogether } from '../world/mark-calls.js';
import { claimAll, failedFor, fanOut, fanOutAndClaim, settle, tellAbsent, tellAll } from '../world/outbox-calls.js';
import { sayings } from '../world/sayings.js';

/** Changes of a day that is over, while deliveries of that day are not settled or not made yet. */
export const unsettledEarlierDays: ContractTopic['tests'] = {
  'corrects a dead letter of that day': async (world) => {
    const { children, clock } = world;
    await markLater(world, children.nayla, 'absent');
    await settle(world, (await fanOutAndClaim(world)).deliveries, { outcome: 'dead', reason: 'failed' });
    clock.advance(day);
    await markFirstDay(world, children.nayla, 'present');
    expectEqual('what is said', sayings(world, await tellAll(world)), ['dewi, corrected: nayla present (was absent)']);
  },

  'says at once what corrects a message that waits for its next attempt': async (world) => {
    const { children, clock } = world;
    await markLater(world, children.nayla, 'absent');
    await settle(world, (await fanOutAndClaim(world)).deliveries, failedFor(world, 3_000));
    clock.advance(day);
    await markFirstDay(world, children.nayla, 'present');
    expectEqual('what is said', sayings(world, await tellAll(world)), ['dewi, corrected: nayla present (was absent)']);
    clock.advance(3 * day);
    expectEqual('what is said after that', await tellAll(world), []);
  },

  'is said by a message of that day that nobody sent yet, and no second time': async (world) => {
    const { probe, children, clock } = world;
    await markLater(world, children.nayla, 'absent');
    await fanOut(world);
    clock.advance(day);
    await markFirstDay(world, children.nayla, 'present');
    expectEqual('the fan-out', await fanOut(world), { jobs: 1, deliveries: 1 });

    expectEqual('what is said', sayings(world, await tellAll(world)), ['dewi, marked: nayla present']);
    const states = (await probe.deliveries()).map(({ state }) => state);
    expectEqual('the states', states.sort(), ['delivered', 'dropped']);
  },

  'is told to nobody when what it may correct was never said': async (world) => {
    const { children, clock, clear } = world;
    await markLater(world, children.nayla, 'absent');
    await fanOut(world);
    clock.advance(day);
    await clear(children.nayla, { date: today });
    await fanOut(world);
    const { deliveries, dropped } = await claimAll(world);
    expectEqual('what is said', [deliveries, dropped], [[], 2]);
    clock.advance(minute);
    await markFirstDay(world, children.nayla, 'late');
    expectEqual('the fan-out of another change', await fanOut(world), { jobs: 1, deliveries: 0 });
  },

  'is news if an untold change of that day itself is fanned out with it': async (world) => {
    const { children, clock } = world;
    clock.set('2026-03-02T23:59:00+07:00');
    await markLater(world, children.nayla, 'absent');
    clock.set('2026-03-03T00:01:00+07:00');
    await markFirstDay(world, children.nayla, 'late');
    await markFirstDay(world, children.bagas, 'late');

    expectEqual('the fan-out', await fanOut(world), { jobs: 3, deliveries: 1 });
    expectEqual('what is said', sayings(world, await tellAll(world)), ['dewi, marked: nayla late']);
  },

  'is kept apart from news that one job brings': async (world) => {
    const { probe, children, clock } = world;
    await tellAbsent(world, children.bagas);
    clock.set('2026-03-02T23:59:00+07:00');
    await markTogether(world, [children.sekar], 'absent');
    clock.set('2026-03-03T00:01:00+07:00');
    await markFirstDayTogether(world, [children.sekar, children.bagas], 'late');
    await fanOut(world);

    const kinds = (await probe.deliveries())
      .filter(({ state }) => state === 'pending')
      .map(({ onlyCorrects, subjects }) => `${onlyCorrects ? 'corrects' : 'news'} of ${subjects.length}`);
    expectEqual('the deliveries', kinds.sort(), ['corrects of 1', 'news of 1', 'news of 1']);
    expectEqual('what is said', sayings(world, await tellAll(world)), [
      'alasdair, marked: sekar late',
      'ratih, corrected: bagas late (was absent)',
      'ratih, marked: sekar late',
    ]);
  },
};
