import type { Claim, ClaimRequest } from '../../../ports/notification-outbox.js';
import { buildRoster } from '../../kit/build-roster.js';
import { expectEqual } from '../../kit/expectations.js';
import type { ContractTopic, ContractWorld } from '../world/contract-world.js';
import { markTogether } from '../world/mark-calls.js';
import { claim, fanOut, leaseMs } from '../world/outbox-calls.js';

/** Claims rotate among schools. */
export const claimTurns: ContractTopic = {
  name: 'the turns of schools',
  tests: {
    'come one after the other, however much one of them has': async (world) => {
      await fanOutSchools(world, [6, 2, 2]);
      const schools = await schoolsInTurn(world, 10, { maxDeliveries: 1 });
      expectEqual('the schools', schools, [1, 2, 3, 1, 2, 3, 1, 1, 1, 1]);
    },

    'share the places of one claim equally': async (world) => {
      await fanOutSchools(world, [9, 2, 1]);
      const { deliveries, hasMore } = await claim(world, { maxDeliveries: 6 });

      const schools = deliveries.map(({ notification }) => notification.school.id);
      const share = [...Map.groupBy(schools, (id) => id).values()].map(({ length }) => length);
      expectEqual('the shares', share.sort(), [1, 2, 3]);
      expectEqual('whether there is more', hasMore, true);
    },

    'go on after the school that is named': async (world) => {
      const ids = await fanOutSchools(world, [1, 1, 1]);
      const { deliveries } = await claim(world, { maxDeliveries: 1, after: ids[0] ?? null });
      const schools = deliveries.map(({ notification }) => notification.school.id);
      expectEqual('the school', schools, [ids[1]]);
    },

    'come to an end where nothing is due': async (world) => {
      const ids = await fanOutSchools(world, [1, 1]);
      await claim(world);
      const rest = await claim(world, { after: ids.at(-1) ?? null });
      expectEqual('what is left', [rest.deliveries, rest.after, rest.hasMore], [[], null, false]);
    },

    'hold for those whose worker died too': async (world) => {
      await fanOutSchools(world, [3, 1, 1]);
      await claim(world);
      world.clock.advance(leaseMs);
      const schools = await schoolsInTurn(world, 5, { maxDeliveries: 1, suspects: true });
      expectEqual('the schools', schools, [1, 2, 3, 1, 1]);
    },
  },
};

/** Schools with so many deliveries each. Returns their ids, in order. */
async function fanOutSchools(world: ContractWorld, sizes: readonly number[]): Promise<readonly string[]> {
  const most = Math.max(...sizes);
  const roster = buildRoster({ schools: sizes.length, childrenPerSchool: most, idType: world.idType });
  await world.probe.setRoster(roster);
  for (const [index, size] of sizes.entries()) {
    await markTogether(world, roster.children.slice(index * most, index * most + size), 'absent');
  }
  await fanOut(world);
  return roster.schools.map(({ id }) => id);
}

/** Claims from where the claim before left off, and tells from which school each delivery is, numbered from 1. */
async function schoolsInTurn(
  world: ContractWorld,
  count: number,
  overrides: Partial<ClaimRequest>,
): Promise<readonly number[]> {
  const order: string[] = [];
  let after: string | null = null;
  // Each rotation of the schools may end with a claim that finds nothing.
  for (let calls = 0; calls < 3 * count && order.length < count; calls += 1) {
    const got: Claim = await claim(world, { ...overrides, after });
    order.push(...got.deliveries.map(({ notification }) => notification.school.id));
    after = got.after;
  }
  const sorted = [...new Set(order)].sort();
  return order.map((id) => sorted.indexOf(id) + 1);
}
