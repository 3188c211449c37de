import type { ClaimedDelivery } from '../../../domain/telling/delivery.js';
import { buildRoster } from '../../kit/build-roster.js';
import { expectEqual, expectFields } from '../../kit/expectations.js';
import { today } from '../world/contract-roster.js';
import type { ContractTopic, ContractWorld } from '../world/contract-world.js';
import { markLater, markTogether } from '../world/mark-calls.js';
import {
  claim,
  claimAll,
  delivered,
  failedFor,
  fanOut,
  fanOutAndClaim,
  leaseMs,
  settle,
} from '../world/outbox-calls.js';
import { onlyOne, sayings } from '../world/sayings.js';

/** Claims of deliveries that are due. */
export const claims: ContractTopic = {
  name: 'a claim',
  tests: {
    'leases deliveries, and answers with all that there is to say': async (world) => {
      const { probe, schools, children, guardians, clock } = world;
      await markLater(world, children.nayla, 'absent', { markedBy: 'teacher-7' });
      const occurredAt = clock.now();
      await fanOut(world);
      clock.advance(5_000);
      const leaseToken = crypto.randomUUID();
      const { deliveries, dead, dropped } = await claim(world, { leaseToken });

      const stored = onlyOne('the stored deliveries', await probe.deliveries());
      const { id, name, timezone } = schools.jakarta;
      const notification = {
        id: stored.id,
        kind: 'marked',
        school: { id, name, timezone },
        guardian: { id: guardians.dewi.id, name: guardians.dewi.name, locale: null, contact: null },
        date: today,
        session: 'am',
        changes: [
          {
            child: { id: children.nayla.id, name: children.nayla.name },
            session: 'am',
            status: 'absent',
            occurredAt,
            markedBy: 'teacher-7',
          },
        ],
      };
      const lease = { id: stored.id, token: leaseToken };
      expectEqual('what it got', deliveries, [{ lease, attempt: 1, isFirst: true, notification }]);
      expectEqual('the rest', [dead, dropped], [[], 0]);
      const leaseUntil = new Date(clock.now().getTime() + leaseMs);
      expectFields('the stored delivery', stored, { state: 'pending', attempt: 1, leaseToken, leaseUntil });
    },

    'takes names, locales and contacts from the roster of that moment': async (world) => {
      const { probe, roster, schools, children } = world;
      await markLater(world, children.nayla, 'absent');
      await fanOut(world);
      const rename = async (name: string, contact: unknown) => {
        await probe.setRoster({
          schools: roster.schools.map((row) => ({ ...row, name: `${name} School` })),
          children: roster.children.map((row) => ({ ...row, name: `${name} Child` })),
          guardians: roster.guardians.map((row) => ({ ...row, name, locale: 'en', contact })),
        });
      };
      await rename('First', { phones: ['+62 000 0001', null], isMother: true });
      const first = onlyOne('the deliveries', (await claimAll(world)).deliveries);
      await settle(world, [first], failedFor(world, 0));
      await rename('Second', 'second@example.org');
      const second = onlyOne('the deliveries', (await claimAll(world)).deliveries);

      const named = ({ notification: { id, school, guardian, changes } }: ClaimedDelivery) => [
        id,
        school.name,
        changes.map(({ child }) => child.name),
        guardian.name,
        guardian.locale,
        guardian.contact,
      ];
      const { id } = first.notification;
      const contact = { phones: ['+62 000 0001', null], isMother: true };
      expectEqual('at first', named(first), [id, 'First School', ['First Child'], 'First', 'en', contact]);
      const later = [id, 'Second School', ['Second Child'], 'Second', 'en', 'second@example.org'];
      expectEqual('later', named(second), later);
      expectEqual('the zone', second.notification.school.timezone, schools.jakarta.timezone);
    },

    'counts attempts, and waits until the next one is due': async (world) => {
      const { probe, children, clock } = world;
      await markLater(world, children.nayla, 'absent');
      await fanOut(world);
      for (const attempt of [1, 2, 3]) {
        const { deliveries } = await claimAll(world, { maxAttempts: 5 });
        expectFields('the delivery', onlyOne('the deliveries', deliveries), { attempt, isFirst: attempt === 1 });
        await settle(world, deliveries, failedFor(world, 1));
        const stored = onlyOne('the stored deliveries', await probe.deliveries());
        const runAt = new Date(clock.now().getTime() + 60_000);
        expectFields('the stored delivery', stored, { state: 'pending', attempt, runAt, leaseToken: null });
        clock.advance(59_999);
        expectEqual('a moment too early', (await claimAll(world)).deliveries, []);
        clock.advance(1);
      }
    },

    'takes as many as it is asked for, and says whether there is more': async (world) => {
      await fanOutMany(world, 5);
      const sizes: number[] = [];
      let after: string | null = null;
      for (let calls = 0; calls < 3; calls += 1) {
        const got = await claim(world, { maxDeliveries: 2, after });
        sizes.push(got.deliveries.length);
        if (calls < 2) expectEqual('whether there is more', got.hasMore, true);
        after = got.after;
      }
      expectEqual('how many', sizes, [2, 2, 1]);
      const rest = await claim(world);
      expectEqual('what is left', [rest.deliveries, rest.after, rest.hasMore], [[], null, false]);
    },

    'never shares a delivery with another one': async (world) => {
      await fanOutMany(world, 40);
      const ids: string[] = [];
      const work = async () => {
        for (;;) {
          const { deliveries } = await claim(world, { maxDeliveries: 3 });
          if (deliveries.length === 0) return;
          ids.push(...deliveries.map(({ lease }) => lease.id));
        }
      };
      await Promise.all(Array.from({ length: 10 }, work));
      await work();

      expectEqual('how many', [ids.length, new Set(ids).size], [40, 40]);
    },

    'leaves out who has left the roster since': async (world) => {
      const { probe, roster, children } = world;
      await markTogether(world, [children.sekar, children.bagas, children.nayla], 'absent');
      await fanOut(world);
      const isThere = (childId: string) => childId !== children.bagas.id && childId !== children.nayla.id;
      await probe.setRoster({ ...roster, guardians: roster.guardians.filter(({ childId }) => isThere(childId)) });
      const { deliveries, dropped } = await claimAll(world);

      expectEqual(
        'what is said',
        [sayings(world, deliveries), dropped],
        [['alasdair, marked: sekar absent', 'ratih, marked: sekar absent'], 1],
      );
    },

    'leaves a child who has left out of what was attempted already, under another id': async (world) => {
      const { probe, roster, children } = world;
      await markTogether(world, [children.sekar, children.bagas], 'absent');
      const first = (await fanOutAndClaim(world)).deliveries;
      await settle(world, first, failedFor(world, 0));
      await probe.setRoster({ ...roster, children: roster.children.filter(({ id }) => id !== children.sekar.id) });
      const { deliveries, dropped } = await claimAll(world);

      expectEqual('what is said', [sayings(world, deliveries), dropped], [['ratih, marked: bagas absent'], 1]);
      const ids = first.map(({ lease }) => lease.id);
      expectEqual('whether the id is an old one', ids.includes(deliveries[0]?.lease.id ?? ''), false);
    },

    'of one job takes its deliveries, and what must be sent before them': async (world) => {
      const { probe, children } = world;
      await markLater(world, children.sekar, 'absent');
      await markLater(world, children.nayla, 'absent');
      await fanOut(world);
      await markLater(world, children.bagas, 'absent');
      const { id: jobId } = onlyOne('the jobs', await probe.notificationJobs());
      await fanOut(world, { jobId });

      const before = (await claimAll(world, { jobId })).deliveries;
      expectEqual('what comes before', sayings(world, before), ['ratih, marked: sekar absent']);
      await settle(world, before, delivered);
      const own = (await claimAll(world, { jobId })).deliveries;
      expectEqual('what is its own', sayings(world, own), ['ratih, marked: bagas absent']);
      const rest = (await claimAll(world)).deliveries;
      expectEqual('the rest', sayings(world, rest), ['alasdair, marked: sekar absent', 'dewi, marked: nayla absent']);
    },

    'finds nothing where there is nothing': async (world) => {
      const nothing = { deliveries: [], dead: [], dropped: 0, after: null, hasMore: false, hasSuspects: false };
      expectEqual('without a job', await claim(world), nothing);
      expectEqual('of an unknown job', await claim(world, { jobId: crypto.randomUUID() }), nothing);
      expectEqual('of those whose worker died', await claim(world, { suspects: true }), nothing);
    },
  },
};

/** Deliveries in one school, each to a guardian of their own. */
async function fanOutMany(world: ContractWorld, count: number): Promise<void> {
  const roster = buildRoster({ childrenPerSchool: count, idType: world.idType });
  await world.probe.setRoster(roster);
  await markTogether(world, roster.children, 'absent');
  expectEqual('the fan-out', await fanOut(world), { jobs: 1, deliveries: count });
}
