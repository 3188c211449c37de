import { expectEqual } from '../../kit/expectations.js';
import type { ContractTopic, ContractWorld } from '../world/contract-world.js';
import { markLater } from '../world/mark-calls.js';
import { claimAll, failedFor, fanOut, fanOutAndClaim, settle } from '../world/outbox-calls.js';

/** Values that the outbox must not contain. */
export const outboxPrivacy: ContractTopic = {
  name: 'the outbox',
  tests: {
    'holds ids only, at every stage: no name, contact, reason or note': async (world) => {
      const { probe, repository, children } = world;
      const seen: unknown[] = [];
      const look = async () => {
        const jobs = (await probe.notificationJobs()).map(({ row }) => row);
        seen.push(jobs, ...(await probe.deliveries()).map(({ row }) => row));
      };
      await markLater(world, children.sekar, 'sick', { reason: 'measles', note: 'told nobody' });
      await look();
      await fanOut(world);
      await look();
      const { deliveries } = await claimAll(world);
      await look();
      await settle(world, deliveries.slice(0, 1), { outcome: 'dead', reason: 'failed' });
      await settle(world, deliveries.slice(1), failedFor(world, 0));
      await markLater(world, children.sekar, 'absent', { reason: 'measles' });
      await fanOutAndClaim(world);
      await look();
      const letters = await repository.outbox.deadLetters({ limit: 10 });

      expectEqual('what the rows give away', secretsIn(world, seen), []);
      expectEqual('what the dead letters give away', secretsIn(world, letters), []);
      const isRead = JSON.stringify(seen).includes(children.sekar.id);
      expectEqual('whether anything was read', [isRead, letters.length], [true, 1]);
    },
  },
};

function secretsIn({ schools, children, guardians }: ContractWorld, rows: unknown): readonly string[] {
  const text = JSON.stringify(rows);
  const people = [schools.jakarta, children.sekar, guardians.ratih, guardians.alasdair];
  const names = people.flatMap(({ name }) => name.split(' '));
  return [...names, 'example.org', 'en-GB', 'id-ID', 'measles', 'told nobody'].filter((secret) =>
    text.includes(secret),
  );
}
