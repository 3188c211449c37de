import { expectEqual } from '../../kit/expectations.js';
import type { ContractTopic } from '../world/contract-world.js';
import { markEach, markLater } from '../world/mark-calls.js';
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

/** Tests of messages over sessions that wait for each other. */
export const waitingOverSessions: ContractTopic['tests'] = {
  'holds up both sessions until it is settled, and is held up by either': async (world) => {
    const { children, clock } = world;
    await markEach(world, [
      [children.bagas, 'am', 'absent'],
      [children.bagas, 'pm', 'absent'],
    ]);
    const first = (await fanOutAndClaim(world)).deliveries;
    await settle(world, first, { outcome: 'dead', reason: 'failed' });
    await markLater(world, children.sekar, 'late', { session: 'pm' });
    await fanOut(world);
    await world.repository.outbox.retryDeadLetter({ id: first[0]?.lease.id ?? 'no id', now: clock.now() });

    const turn = (await claimAll(world)).deliveries;
    expectEqual('what is said first', sayings(world, turn), [
      'alasdair, marked: sekar late',
      'ratih, marked: bagas/am absent, bagas/pm absent',
    ]);
    await settle(world, turn, failedFor(world, 1));
    expectEqual('while it waits', (await claimAll(world)).deliveries, []);
    clock.advance(60_000);
    const again = (await claimAll(world)).deliveries;
    await settle(world, again, delivered);
    expectEqual('what is said then', sayings(world, await tellAll(world)), ['ratih, marked: sekar late']);
  },

  'is held up by one of its sessions that is under way': async (world) => {
    const { children, clock } = world;
    await markEach(world, [
      [children.bagas, 'am', 'absent'],
      [children.bagas, 'pm', 'absent'],
    ]);
    const first = (await fanOutAndClaim(world)).deliveries;
    await settle(world, first, { outcome: 'dead', reason: 'failed' });
    await markLater(world, children.bagas, 'late', { session: 'pm' });
    const late = (await fanOutAndClaim(world)).deliveries;
    expectEqual('what is under way', sayings(world, late), ['ratih, corrected: bagas late (was absent)']);
    await world.repository.outbox.retryDeadLetter({ id: first[0]?.lease.id ?? 'no id', now: clock.now() });

    expectEqual('meanwhile', (await claimAll(world)).deliveries, []);
    await settle(world, late, delivered);
    const again = (await claimAll(world)).deliveries;
    expectEqual('what is said again', sayings(world, again), ['ratih, marked: bagas absent']);
  },

  'waits for what comes first in one session, also when something waits for it in another one': async (world) => {
    const { repository, children, clock } = world;
    const { sekar, bagas } = children;
    await markLater(world, bagas, 'absent');
    const first = (await fanOutAndClaim(world)).deliveries;
    await settle(world, first, { outcome: 'dead', reason: 'failed' });
    await markEach(world, [
      [sekar, 'am', 'absent'],
      [sekar, 'pm', 'absent'],
    ]);
    await fanOut(world);
    await repository.outbox.retryDeadLetter({ id: first[0]?.lease.id ?? 'no id', now: clock.now() });
    const retried = (await claimAll(world)).deliveries;
    expectEqual('what is said first', sayings(world, retried), [
      'alasdair, marked: sekar/am absent, sekar/pm absent',
      'ratih, marked: bagas absent',
    ]);
    await settle(world, retried, failedFor(world, 1));
    await markLater(world, bagas, 'late', { session: 'pm' });
    await fanOut(world);

    expectEqual('while that waits', (await claimAll(world)).deliveries, []);
    clock.advance(60_000);
    const again = (await claimAll(world)).deliveries;
    await settle(world, again, delivered);
    const second = (await claimAll(world)).deliveries;
    expectEqual('what is said then', sayings(world, second), ['ratih, marked: sekar/am absent, sekar/pm absent']);
    await settle(world, second, delivered);
    expectEqual('what is said last', sayings(world, await tellAll(world)), ['ratih, marked: bagas late']);
  },

  'of different sessions is taken by one claim': async (world) => {
    const { children } = world;
    await markLater(world, children.nayla, 'absent');
    await markLater(world, children.nayla, 'late', { session: 'pm' });
    await fanOut(world);
    const { deliveries } = await claim(world);
    expectEqual('what is said', sayings(world, deliveries), ['dewi, marked: nayla absent', 'dewi, marked: nayla late']);
    await settle(world, deliveries, delivered);
    await markEach(world, [
      [children.nayla, 'am', 'present'],
      [children.nayla, 'pm', 'present'],
    ]);
    expectEqual('what is said then', sayings(world, await tellAll(world)), [
      'dewi, corrected: nayla/am present (was absent), nayla/pm present (was late)',
    ]);
  },

  'goes to different workers, each session to one': async (world) => {
    const { children } = world;
    await markLater(world, children.nayla, 'absent');
    await markLater(world, children.nayla, 'late', { session: 'pm' });
    await fanOut(world);
    const claims = await Promise.all(Array.from({ length: 6 }, () => claim(world, { maxDeliveries: 1 })));
    const rest = await claimAll(world);
    const got = [...claims.flatMap(({ deliveries }) => deliveries), ...rest.deliveries];
    expectEqual('the sessions', got.map(({ notification }) => notification.session).sort(), ['am', 'pm']);
    expectEqual('whether all were held', (await settle(world, got, delivered)).length, 2);
  },
};
