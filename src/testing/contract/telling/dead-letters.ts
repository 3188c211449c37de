import type { Child } from '../../../domain/roster.js';
import type { DeadLetter, DeadReason } from '../../../domain/telling/delivery.js';
import { expectEqual, expectFields } from '../../kit/expectations.js';
import { day, today } from '../world/contract-roster.js';
import type { ContractTopic, ContractWorld } from '../world/contract-world.js';
import { markLater, markTogether } from '../world/mark-calls.js';
import {
  claimAll,
  delivered,
  failedFor,
  fanOut,
  fanOutAndClaim,
  leaseMs,
  settle,
  tellAll,
} from '../world/outbox-calls.js';
import { onlyOne, sayings } from '../world/sayings.js';
import { expectNoTrace } from '../world/store-snapshot.js';

/** Deliveries that were given up, and their second chance. */
export const deadLetters: ContractTopic = {
  name: 'dead letters',
  tests: {
    'are listed with ids, the one that died last first': async (world) => {
      const { schools, children, guardians, clock } = world;
      const first = await letDie(world, children.nayla, 'refused');
      clock.advance(1_000);
      const second = await letDie(world, children.wayan, 'failed');

      const shared = { date: today, session: 'am', kind: 'marked', attempts: 1, diedAt: clock.now() };
      expectEqual('the letters', await lettersOf(world), [
        {
          id: second,
          schoolId: schools.makassar.id,
          guardianId: guardians.nyoman.id,
          childIds: [children.wayan.id],
          reason: 'failed',
          ...shared,
        },
        {
          id: first,
          schoolId: schools.jakarta.id,
          guardianId: guardians.dewi.id,
          childIds: [children.nayla.id],
          reason: 'refused',
          ...shared,
          diedAt: new Date(clock.now().getTime() - 2_000),
        },
      ]);
    },

    'are of the children, and of the kind, that the message had': async (world) => {
      const { children } = world;
      await markLater(world, children.bagas, 'present');
      await tellAll(world);
      await markTogether(world, [children.bagas, children.sekar], 'absent');
      const { deliveries } = await fanOutAndClaim(world);
      await settle(world, deliveries, { outcome: 'dead', reason: 'refused' });

      const kinds = (await lettersOf(world)).map(({ kind, childIds }) => `${kind}, ${childIds.length}`);
      expectEqual('the kinds', kinds.sort(), ['corrected, 2', 'marked, 1']);
    },

    'are listed by school, and as many as asked for': async (world) => {
      const { repository, schools, children } = world;
      const ids: string[] = [];
      for (const child of [children.nayla, children.wayan, children.bagas]) ids.unshift(await letDie(world, child));
      const list = async (query: { schoolId?: string; limit: number }) =>
        (await repository.outbox.deadLetters(query)).map(({ id }) => id);

      expectEqual('all', await list({ limit: 10 }), ids);
      expectEqual('two', await list({ limit: 2 }), ids.slice(0, 2));
      expectEqual('of a school', await list({ limit: 10, schoolId: schools.makassar.id }), [ids[1]]);
      expectEqual('of another', await list({ limit: 10, schoolId: schools.jakarta.id }), [ids[0], ids[2]]);
      expectEqual('of none', await list({ limit: 10, schoolId: schools.adrift.id }), []);
    },

    'are listed by why they died': async (world) => {
      const { repository, children } = world;
      await letDie(world, children.nayla, 'refused');
      const failed = await letDie(world, children.wayan, 'failed');
      const list = async (reason: DeadReason) =>
        (await repository.outbox.deadLetters({ reason, limit: 10 })).map(({ id }) => id);
      expectEqual('those that failed', await list('failed'), [failed]);
      expectEqual('those that crashed', await list('crashed'), []);
    },

    'come to nobody until they are tried again': async (world) => {
      const { children, clock } = world;
      await letDie(world, children.nayla);
      clock.advance(day);
      expectEqual('what is claimed', await claimAll(world), { deliveries: [], dead: [], dropped: 0 });
    },

    'are tried again under the same id, with as many attempts as new ones': async (world) => {
      const { probe, children, clock } = world;
      await markLater(world, children.nayla, 'absent');
      const first = onlyOne('the deliveries', (await fanOutAndClaim(world)).deliveries);
      await settle(world, [first], failedFor(world, 0));
      await settle(world, (await claimAll(world)).deliveries, { outcome: 'dead', reason: 'failed' });
      clock.advance(60_000);

      expectEqual('the answer', await retry(world, first.lease.id), true);
      const stored = onlyOne('the deliveries', await probe.deliveries());
      expectFields('the delivery', stored, { state: 'pending', attempt: 0, runAt: clock.now(), settledAt: null });
      expectEqual('the letters left', await lettersOf(world), []);
      const again = onlyOne('the deliveries', (await claimAll(world)).deliveries);
      expectFields('the attempt', again, { attempt: 1, isFirst: false, notification: first.notification });
      expectEqual('whether it arrived', await settle(world, [again], delivered), [first.lease.id]);
    },

    'say what is true by then, under another id': async (world) => {
      const { children } = world;
      const id = await letDie(world, children.nayla);
      await markLater(world, children.nayla, 'late');
      await retry(world, id);
      const again = onlyOne('the deliveries', (await claimAll(world)).deliveries);

      expectEqual('what is said', sayings(world, [again]), ['dewi, corrected: nayla late (was absent)']);
      expectEqual('whether the id is the old one', again.lease.id === id, false);
    },

    'take their turn in the order in which they were last tried': async (world) => {
      const { children, guardians } = world;
      await markLater(world, children.sekar, 'absent');
      const ofSekar = (await fanOutAndClaim(world)).deliveries;
      const toRatih = ofSekar.filter(({ notification }) => notification.guardian.id === guardians.ratih.id);
      const { lease } = onlyOne('what ratih is told', toRatih);
      await settle(world, ofSekar, { outcome: 'dead', reason: 'failed' });
      const ofBagas = await letDie(world, children.bagas);
      await retry(world, lease.id);
      await settle(world, (await claimAll(world)).deliveries, { outcome: 'dead', reason: 'failed' });
      for (const id of [lease.id, ofBagas]) await retry(world, id);

      const first = (await claimAll(world)).deliveries;
      expectEqual('what is said first', sayings(world, first), ['ratih, marked: bagas absent']);
      await settle(world, first, delivered);
      const second = (await claimAll(world)).deliveries;
      expectEqual('what is said then', sayings(world, second), ['ratih, marked: sekar absent']);
    },

    'say nothing that was said by another delivery since': async (world) => {
      const { probe, children } = world;
      const id = await letDie(world, children.nayla);
      await markLater(world, children.nayla, 'late');
      await tellAll(world);
      await retry(world, id);
      const { deliveries, dropped } = await claimAll(world);

      expectEqual('what is said', [sayings(world, deliveries), dropped], [[], 1]);
      await expectNoTrace('another try', probe, async () => expectEqual('the answer', await retry(world, id), false));
    },

    'say nothing that was corrected and came back since': async (world) => {
      const { children } = world;
      const id = await letDie(world, children.nayla);
      for (const status of ['late', 'absent'] as const) {
        await markLater(world, children.nayla, status);
        await tellAll(world);
      }
      await retry(world, id);

      const { deliveries, dropped } = await claimAll(world);
      expectEqual('what is said', [sayings(world, deliveries), dropped], [[], 1]);
    },

    'wait for a later message that is under way, and hold up nobody, also when its worker vanishes': async (world) => {
      const { children, clock } = world;
      const id = await letDie(world, children.nayla);
      await markLater(world, children.nayla, 'late');
      const later = onlyOne('the deliveries', (await fanOutAndClaim(world)).deliveries);
      await retry(world, id);
      await markLater(world, children.wayan, 'late');

      const others = (await fanOutAndClaim(world)).deliveries;
      expectEqual('who is told meanwhile', sayings(world, others), ['nyoman, marked: wayan late']);
      await settle(world, others, delivered);
      clock.advance(leaseMs);
      const again = onlyOne('the deliveries', (await claimAll(world, { suspects: true })).deliveries);
      expectEqual('what is taken over', again.notification.id, later.notification.id);
      await settle(world, [again], delivered);
      expectEqual('what is left to say', (await claimAll(world)).deliveries, []);
    },

    'are tried again by one of several callers': async (world) => {
      const id = await letDie(world, world.children.nayla);
      const answers = await Promise.all(Array.from({ length: 8 }, () => retry(world, id)));
      expectEqual('how many succeeded', answers.filter((isRetried) => isRetried).length, 1);
    },

    'are none of what is pending, delivered or unknown': async (world) => {
      const { probe, children } = world;
      await markLater(world, children.nayla, 'absent');
      const [message] = await tellAll(world);
      await markLater(world, children.bagas, 'absent');
      await fanOut(world);
      const dead = await letDie(world, children.wayan);
      const ids = (await probe.deliveries()).map(({ id }) => id).filter((id) => id !== dead);
      const unknown = [`${dead}.1`, `${crypto.randomUUID()}-1`, crypto.randomUUID(), 'no id', ''];

      expectEqual('whether the delivered one is among them', ids.includes(message?.id ?? ''), true);
      await expectNoTrace('a try', probe, async () => {
        for (const id of [...ids, ...unknown]) expectEqual(`the answer for ${id}`, await retry(world, id), false);
      });
    },
  },
};

/** Marks a child absent, and gives up on telling its only guardian. Returns the dead letter's id. */
async function letDie(
  world: ContractWorld,
  child: Child,
  reason: Exclude<DeadReason, 'crashed'> = 'failed',
): Promise<string> {
  await markLater(world, child, 'absent');
  const claimed = (await fanOutAndClaim(world)).deliveries;
  const ofChild = claimed.filter(({ notification }) =>
    notification.changes.some((change) => change.child.id === child.id),
  );
  const { lease } = onlyOne('the deliveries', ofChild);
  await settle(world, [{ lease }], { outcome: 'dead', reason });
  return lease.id;
}

function lettersOf({ repository }: ContractWorld): Promise<readonly DeadLetter[]> {
  return repository.outbox.deadLetters({ limit: 10 });
}

function retry({ repository, clock }: ContractWorld, id: string): Promise<boolean> {
  return repository.outbox.retryDeadLetter({ id, now: clock.now() });
}
