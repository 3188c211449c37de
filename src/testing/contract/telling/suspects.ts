import { expectEqual, expectFields } from '../../kit/expectations.js';
import { today } from '../world/contract-roster.js';
import type { ContractTopic } from '../world/contract-world.js';
import { markLater } from '../world/mark-calls.js';
import {
  claim,
  claimAll,
  delivered,
  fanOut,
  fanOutAndClaim,
  leaseMs,
  maxAttempts,
  settle,
} from '../world/outbox-calls.js';
import { onlyOne, sayings } from '../world/sayings.js';

/** Deliveries whose last worker let the lease run out: it may have died of them. */
export const suspects: ContractTopic = {
  name: 'a delivery whose worker died',
  tests: {
    'is reported, and left to those who ask for such': async (world) => {
      const { children, clock } = world;
      await markLater(world, children.nayla, 'absent');
      const first = onlyOne('the deliveries', (await fanOutAndClaim(world)).deliveries);
      clock.advance(leaseMs - 1);
      const early = await claim(world, { suspects: true });
      expectEqual('a moment too early', [early.deliveries, early.hasSuspects], [[], false]);
      clock.advance(1);

      const ordinary = await claim(world);
      expectEqual('an ordinary claim', [ordinary.deliveries, ordinary.hasSuspects], [[], true]);
      const { deliveries } = await claim(world, { suspects: true });
      const second = onlyOne('the deliveries', deliveries);
      expectFields('the delivery', second, { attempt: 2, isFirst: false, notification: first.notification });
      expectEqual('whether another one waits', (await claim(world)).hasSuspects, false);
    },

    'keeps those away from it who ask for others, and the other way round': async (world) => {
      const { children, clock } = world;
      await markLater(world, children.nayla, 'absent');
      await fanOutAndClaim(world);
      clock.advance(leaseMs);
      await markLater(world, children.bagas, 'absent');
      await fanOut(world);

      const suspected = (await claim(world, { suspects: true })).deliveries;
      expectEqual('the suspects', sayings(world, suspected), ['dewi, marked: nayla absent']);
      const others = (await claim(world)).deliveries;
      expectEqual('the others', sayings(world, others), ['ratih, marked: bagas absent']);
    },

    'holds up what stands behind it until it is settled': async (world) => {
      const { children, clock } = world;
      await markLater(world, children.bagas, 'absent');
      await fanOutAndClaim(world);
      await markLater(world, children.sekar, 'absent');
      clock.advance(leaseMs);
      const meanwhile = await fanOutAndClaim(world);
      expectEqual('meanwhile', sayings(world, meanwhile.deliveries), ['alasdair, marked: sekar absent']);

      const suspected = (await claimAll(world, { suspects: true })).deliveries;
      expectEqual('the suspects', sayings(world, suspected), ['ratih, marked: bagas absent']);
      await settle(world, suspected, delivered);
      expectEqual('after that', sayings(world, (await claimAll(world)).deliveries), ['ratih, marked: sekar absent']);
    },

    'is taken over by one of several callers': async (world) => {
      const { children, clock } = world;
      await markLater(world, children.sekar, 'absent');
      await fanOutAndClaim(world);
      clock.advance(leaseMs);
      const calls = Array.from({ length: 10 }, () => claim(world, { suspects: true }));
      const ids = (await Promise.all(calls)).flatMap(({ deliveries }) => deliveries.map(({ lease }) => lease.id));

      expectEqual('how many', [ids.length, new Set(ids).size], [2, 2]);
    },

    'is given up when every attempt ended so, and becomes a dead letter': async (world) => {
      const { probe, repository, schools, children, guardians, clock } = world;
      await markLater(world, children.nayla, 'absent');
      const { lease } = onlyOne('the deliveries', (await fanOutAndClaim(world)).deliveries);
      for (let attempt = 2; attempt <= maxAttempts; attempt += 1) {
        clock.advance(leaseMs);
        await claim(world, { suspects: true });
      }
      clock.advance(leaseMs);
      const { deliveries, dead, dropped } = await claim(world, { suspects: true });

      expectEqual('what is left to send', [deliveries, dropped], [[], 0]);
      const letter = {
        id: lease.id,
        schoolId: schools.jakarta.id,
        guardianId: guardians.dewi.id,
        childIds: [children.nayla.id],
        date: today,
        session: 'am',
        kind: 'marked',
        attempts: maxAttempts,
        reason: 'crashed',
        diedAt: clock.now(),
      };
      expectEqual('what the claim gave up', dead, [letter]);
      expectEqual('the dead letters', await repository.outbox.deadLetters({ limit: 10 }), [letter]);
      const stored = onlyOne('the stored deliveries', await probe.deliveries());
      expectFields('the delivery', stored, { state: 'dead', leaseToken: null, settledAt: clock.now() });
      const rest = await claim(world);
      expectEqual('what waits', [rest.deliveries, rest.hasSuspects], [[], false]);
    },

    'says what is true by now, with as many attempts as anything new': async (world) => {
      const { children, clock } = world;
      await markLater(world, children.nayla, 'absent');
      await fanOutAndClaim(world);
      for (let attempt = 2; attempt <= maxAttempts; attempt += 1) {
        clock.advance(leaseMs);
        await claim(world, { suspects: true });
      }
      await markLater(world, children.nayla, 'late');
      clock.advance(leaseMs);
      const { deliveries, dead } = await claim(world, { suspects: true });

      expectEqual('what is said', sayings(world, deliveries), ['dewi, corrected: nayla late (was absent)']);
      expectEqual('the attempt', [deliveries[0]?.attempt, dead], [1, []]);
    },
  },
};
