import { expectEqual, expectFields } from '../../kit/expectations.js';
import type { ContractTopic, ContractWorld } from '../world/contract-world.js';
import { markLater } from '../world/mark-calls.js';
import { claim, claimAll, delivered, failedFor, fanOutAndClaim, leaseMs, settle } from '../world/outbox-calls.js';
import { onlyOne } from '../world/sayings.js';
import { expectNoTrace } from '../world/store-snapshot.js';

/** A worker's hold on a delivery: who may say what became of it, and until when. */
export const leases: ContractTopic = {
  name: 'a lease',
  tests: {
    'lets its holder say once what became of the delivery': async (world) => {
      const { probe, clock } = world;
      const delivery = await claimNayla(world);
      clock.advance(2_000);

      expectEqual('the first time', await settle(world, [delivery], delivered), [delivery.lease.id]);
      const stored = onlyOne('the deliveries', await probe.deliveries());
      const unleased = { leaseToken: null, leaseUntil: null };
      expectFields('the delivery', stored, { state: 'delivered', settledAt: clock.now(), ...unleased });
      await expectNoTrace('the second time', probe, async () => {
        expectEqual('the answer', await settle(world, [delivery], failedFor(world, 1)), []);
      });
    },

    'lets nobody else say it': async (world) => {
      const { probe } = world;
      const { lease } = await claimNayla(world);
      const strangers = [
        { ...lease, token: crypto.randomUUID() },
        { ...lease, id: `${lease.id}.1` },
        { ...lease, id: `${crypto.randomUUID()}-1` },
        { ...lease, id: 'no id' },
      ].map((other) => ({ lease: other }));
      await expectNoTrace('a stranger', probe, async () => {
        for (const outcome of [delivered, failedFor(world, 1), { outcome: 'released', isUnsent: true } as const]) {
          expectEqual('the answer', await settle(world, strangers, outcome), []);
        }
      });
    },

    'of some is accepted beside that of others which is not': async (world) => {
      const { children } = world;
      await markLater(world, children.sekar, 'absent');
      const { deliveries } = await fanOutAndClaim(world);
      const [first, second] = deliveries.map(({ lease }) => lease.id);
      const mine = deliveries.slice(0, 1);
      const foreign = deliveries.slice(1).map(({ lease }) => ({ lease: { ...lease, token: crypto.randomUUID() } }));

      expectEqual('the answer', await settle(world, [...foreign, ...mine], delivered), [first]);
      expectEqual('the other one', await settle(world, deliveries.slice(1), delivered), [second]);
    },

    'that ran out still counts, until somebody else takes the delivery over': async (world) => {
      const { probe, clock } = world;
      const first = await claimNayla(world);
      clock.advance(leaseMs);
      const second = onlyOne('the deliveries', (await claimAll(world, { suspects: true })).deliveries);
      await expectNoTrace('the first holder', probe, async () => {
        expectEqual('the answer', await settle(world, [first], delivered), []);
      });

      clock.advance(leaseMs * 10);
      expectEqual('the second holder', await settle(world, [second], delivered), [second.lease.id]);
    },

    'is not that of a content frozen anew': async (world) => {
      const { children, clock } = world;
      const first = await claimNayla(world);
      await markLater(world, children.nayla, 'late');
      clock.advance(leaseMs);
      const second = onlyOne('the deliveries', (await claimAll(world, { suspects: true })).deliveries);
      const mixed = { lease: { id: first.lease.id, token: second.lease.token } };

      expectEqual('the id of old', await settle(world, [mixed], delivered), []);
      expectEqual('the new one', await settle(world, [second], delivered), [second.lease.id]);
    },

    'is settled by one of several callers': async (world) => {
      const delivery = await claimNayla(world);
      const calls = Array.from({ length: 10 }, () => settle(world, [delivery], delivered));
      const accepted = (await Promise.all(calls)).flat();
      expectEqual('the answers', accepted, [delivery.lease.id]);
    },

    'is prolonged by its holder only': async (world) => {
      const { probe, repository, clock } = world;
      const { lease } = await claimNayla(world);
      clock.advance(20_000);
      const now = clock.now();
      const renew = (token: string) =>
        repository.outbox.renew({ leases: [{ id: lease.id, token }], now, leaseMs: 60_000 });
      await expectNoTrace('a stranger', probe, async () => {
        expectEqual('the answer', await renew(crypto.randomUUID()), []);
      });

      expectEqual('the answer', await renew(lease.token), [lease.id]);
      const leaseUntil = new Date(now.getTime() + 60_000);
      expectFields('the delivery', onlyOne('the deliveries', await probe.deliveries()), { leaseUntil, attempt: 1 });
      clock.advance(59_999);
      expectEqual('who is suspected', (await claim(world, { suspects: true })).deliveries, []);
    },

    'is not prolonged once the delivery is settled': async (world) => {
      const { probe, repository, clock } = world;
      const { lease } = await claimNayla(world);
      await settle(world, [{ lease }], failedFor(world, 1));
      await expectNoTrace('the renewal', probe, async () => {
        const renewed = await repository.outbox.renew({ leases: [lease], now: clock.now(), leaseMs });
        expectEqual('the answer', renewed, []);
      });
    },
  },
};

/** Marks nayla absent, and claims what dewi is to be told. */
async function claimNayla(world: ContractWorld) {
  await markLater(world, world.children.nayla, 'absent');
  return onlyOne('the deliveries', (await fanOutAndClaim(world)).deliveries);
}
