import type { PurgeRequest } from '../../../ports/retention-store.js';
import { expectEqual } from '../../kit/expectations.js';
import type { ContractTopic, ContractWorld } from '../world/contract-world.js';
import { markLater, markTogether } from '../world/mark-calls.js';
import { claimAll, delivered, fanOut, fanOutAndClaim, settle, tellAll } from '../world/outbox-calls.js';
import { rollBack } from '../world/roll-back.js';
import { onlyOne, sayings } from '../world/sayings.js';
import { expectCountsEqualRecords, expectNoTrace, readStore } from '../world/store-snapshot.js';

/** Deleting what is old. */
export const purges: ContractTopic = {
  name: 'a purge',
  tests: {
    'deletes settled deliveries, whatever became of them, and keeps what waits': async (world) => {
      const { probe, clock } = world;
      await settleInEveryWay(world);
      clock.set(dayAfterNext);

      expectEqual('the answer', await purge(world), { deliveries: 4, revisions: 0, next: null });
      const states = (await probe.deliveries()).map(({ state }) => state);
      expectEqual('the states left', states, ['pending', 'pending']);
      expectEqual('again', await purge(world), { deliveries: 0, revisions: 0, next: null });
    },

    'keeps deliveries until their day is over in every time zone': async (world) => {
      const { probe, children, clock } = world;
      await markLater(world, children.nayla, 'absent');
      await tellAll(world);
      // A minute before midnight in UTC, when that day still goes on where midnight comes last.
      clock.set('2026-03-03T23:59:00Z');
      await expectNoTrace('a purge too early', probe, () => purge(world));

      clock.set('2026-03-04T00:00:00Z');
      expectEqual('in time', await purge(world), { deliveries: 1, revisions: 0, next: null });
    },

    'keeps deliveries as long as their day may be corrected, in every time zone': async (world) => {
      const { probe, children, clock } = world;
      await markLater(world, children.nayla, 'absent');
      await tellAll(world);
      clock.set('2026-03-10T23:59:00Z');
      await expectNoTrace('a purge too early', probe, () => purge(world, { correctDays: 7 }));

      clock.set('2026-03-11T00:00:00Z');
      expectEqual('in time', await purge(world, { correctDays: 7 }), { deliveries: 1, revisions: 0, next: null });
    },

    'goes by when deliveries were settled': async (world) => {
      const { probe, children, clock } = world;
      await markLater(world, children.nayla, 'absent');
      await tellAll(world);
      const settledAt = clock.now();
      clock.set(dayAfterNext);
      await expectNoTrace('the very instant', probe, () => purge(world, { deliveriesBefore: settledAt }));

      const deliveriesBefore = new Date(settledAt.getTime() + 1);
      expectEqual('later', await purge(world, { deliveriesBefore }), { deliveries: 1, revisions: 0, next: null });
    },

    'takes nothing from a worker': async (world) => {
      const { children, clock } = world;
      await markLater(world, children.nayla, 'absent');
      const { deliveries } = await fanOutAndClaim(world);
      clock.set(dayAfterNext);
      await purge(world);

      const { lease } = onlyOne('the deliveries', deliveries);
      expectEqual('whether it is still held', await settle(world, deliveries, delivered), [lease.id]);
    },

    'leaves what was told today known': async (world) => {
      const { children, clock } = world;
      await markLater(world, children.nayla, 'absent');
      await tellAll(world);
      clock.advance(60_000);
      await purge(world);
      await markLater(world, children.nayla, 'late');

      const said = sayings(world, await tellAll(world));
      expectEqual('what is said', said, ['dewi, corrected: nayla late (was absent)']);
    },

    'deletes revisions by when they were recorded, and leaves records and counts': async (world) => {
      const { probe, children, clock } = world;
      await markLater(world, children.nayla, 'absent');
      await markLater(world, children.nayla, 'late');
      const revisionsBefore = clock.now();
      await markLater(world, children.nayla, 'present');
      const { records } = await readStore(probe);
      const answer = await purge(world, { revisionsBefore, deliveriesBefore: new Date(0) });

      expectEqual('the answer', answer, { deliveries: 0, revisions: 1, next: null });
      const after = await readStore(probe);
      const statuses = after.revisions.map(({ status }) => status);
      expectEqual('the revisions left', statuses, ['late', 'present']);
      expectEqual('the records', after.records, records);
      await expectCountsEqualRecords(probe);
    },

    'deletes only of what it was asked': async (world) => {
      const { probe, repository, children, clock } = world;
      await markLater(world, children.nayla, 'absent');
      await tellAll(world);
      clock.set(dayAfterNext);
      const now = clock.now();
      await expectNoTrace('a purge of nothing', probe, () => repository.purge({ now, correctDays: 0, limit: 100 }));
      const revisions = await repository.purge({ now, correctDays: 0, limit: 100, revisionsBefore: now });
      expectEqual('the revisions', revisions, { deliveries: 0, revisions: 1, next: null });
      expectEqual('the deliveries left', (await probe.deliveries()).length, 1);
    },

    'goes through the store in stretches': async (world) => {
      const { probe, children, clock } = world;
      for (const child of [children.sekar, children.bagas, children.nayla, children.wayan, children.ketut]) {
        await markLater(world, child, 'absent');
        await tellAll(world);
      }
      await markLater(world, children.sekar, 'present');
      await fanOut(world);
      clock.set(dayAfterNext);
      const total = { deliveries: 0, revisions: 0 };
      let after: string | null = null;
      let stretches = 0;
      do {
        const request = { limit: 2, revisionsBefore: clock.now(), ...(after !== null && { after }) };
        const { next, ...purged } = await purge(world, request);
        expectEqual('whether it kept to its limit', purged.deliveries <= 2 && purged.revisions <= 2, true);
        total.deliveries += purged.deliveries;
        total.revisions += purged.revisions;
        after = next;
        stretches += 1;
      } while (after !== null && stretches < 20);

      expectEqual('what it deleted', total, { deliveries: 6, revisions: 6 });
      expectEqual('whether it took several', stretches > 1 && stretches < 20, true);
      const left = (await probe.deliveries()).map(({ state }) => state);
      expectEqual('the deliveries left', left, ['pending', 'pending']);
      expectEqual('the revisions left', await probe.revisions(), []);
    },

    "leaves everything when the host's transaction rolls back": async (world) => {
      const { probe, children, clock, transaction } = world;
      await markLater(world, children.nayla, 'absent');
      await tellAll(world);
      clock.set(dayAfterNext);
      await expectNoTrace('the transaction', probe, () =>
        rollBack(transaction, async (inside) => {
          const now = clock.now();
          const request = { now, correctDays: 0, limit: 100, deliveriesBefore: now, revisionsBefore: now };
          const purged = await world.repository.purge(request, { transaction: inside });
          expectEqual('what it deleted', purged, { deliveries: 1, revisions: 1, next: null });
        }),
      );
    },
  },
};

/** Noon in Jakarta two days on, when today is over everywhere. */
const dayAfterNext = '2026-03-04T12:00:00+07:00';

/** Purges deliveries settled before now, where nothing of days before is corrected, unless said otherwise. */
function purge({ repository, clock }: ContractWorld, overrides: Partial<PurgeRequest> = {}) {
  const now = clock.now();
  return repository.purge({ now, correctDays: 0, limit: 1_000, deliveriesBefore: now, ...overrides });
}

/** Two delivered, one dropped, one dead, one pending and one held. */
async function settleInEveryWay(world: ContractWorld): Promise<void> {
  const { nayla, wayan, ketut, bagas } = world.children;
  await markTogether(world, [nayla, bagas], 'present');
  await tellAll(world);
  await markLater(world, nayla, 'absent');
  await fanOut(world);
  await markLater(world, nayla, 'present');
  await claimAll(world);
  await markLater(world, wayan, 'absent');
  await settle(world, (await fanOutAndClaim(world)).deliveries, { outcome: 'dead', reason: 'refused' });
  await markLater(world, bagas, 'absent');
  await fanOutAndClaim(world);
  await markLater(world, ketut, 'absent');
  await fanOut(world);
}
