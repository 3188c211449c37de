import type { Child } from '../../../domain/roster.js';
import { buildChild, buildSchool } from '../../kit/builders.js';
import { expectEqual, expectFields, expectRejected } from '../../kit/expectations.js';
import { testId } from '../../kit/test-ids.js';
import { childIdsOf } from '../world/columns-of.js';
import { at } from '../world/contract-roster.js';
import type { ContractTopic, ContractWorld } from '../world/contract-world.js';
import { markLater, markTogether } from '../world/mark-calls.js';
import { tellAll } from '../world/outbox-calls.js';
import { markOf, requestOf } from '../world/port-request.js';
import { rollBack } from '../world/roll-back.js';
import { sayings } from '../world/sayings.js';
import { expectCountsEqualRecords, expectNoTrace, readStore } from '../world/store-snapshot.js';

/** Deleting everything that is stored of one child. */
export const erasures: ContractTopic = {
  name: 'erasing a child',
  tests: {
    'leaves no trace of it, and everything of the others': async (world) => {
      const { probe, children } = world;
      await markLater(world, children.nayla, 'present');
      await markLater(world, children.wayan, 'present');
      await tellAll(world);
      const before = await readStore(probe);
      for (const session of ['am', 'pm'] as const) {
        await markLater(world, children.sekar, 'absent', { session });
        await tellAll(world);
        await markLater(world, children.sekar, 'sick', { session, reason: 'measles', note: 'told nobody' });
      }

      expectEqual('the answer', await erase(world, children.sekar), { records: 2, revisions: 4, deliveries: 6 });
      expectEqual('the store', await readStore(probe), before);
      await expectCountsEqualRecords(probe);
    },

    'finds nothing the second time': async (world) => {
      const { probe, children } = world;
      await markLater(world, children.sekar, 'absent');
      await erase(world, children.sekar);
      await expectNoTrace('the second time', probe, async () => {
        expectEqual('the answer', await erase(world, children.sekar), { records: 0, revisions: 0, deliveries: 0 });
      });
    },

    'moves no counts for a mark that was cleared': async (world) => {
      const { probe, children, clear } = world;
      await markTogether(world, [children.sekar, children.bagas], 'absent');
      await clear(children.sekar);

      expectEqual('the answer', await erase(world, children.sekar), { records: 1, revisions: 2, deliveries: 0 });
      await expectCountsEqualRecords(probe);
    },

    'works for a child who has left the roster, once': async (world) => {
      const { probe, roster, children } = world;
      await markLater(world, children.sekar, 'absent');
      await probe.setRoster({ ...roster, children: roster.children.filter(({ id }) => id !== children.sekar.id) });

      expectFields('the answer', await erase(world, children.sekar), { records: 1, revisions: 1 });
      await expectRejected('the second time', erase(world, children.sekar), 'child_not_found');
    },

    "answers for another school's child as for one that doesn't exist": async (world) => {
      const { probe, idType, schools, children } = world;
      await markLater(world, children.sekar, 'absent');
      await tellAll(world);
      const nobody = buildChild({ id: testId('child', 99, idType), schoolId: schools.jakarta.id });
      const nowhere = buildSchool({ id: testId('school', 99, idType) });
      const foreign = { ...children.sekar, schoolId: schools.makassar.id };
      await expectNoTrace('an erasure', probe, async () => {
        await expectRejected('a foreign child', erase(world, foreign), 'child_not_found');
        await expectRejected('no child', erase(world, nobody), 'child_not_found');
        const elsewhere = erase(world, { ...children.sekar, schoolId: nowhere.id });
        await expectRejected('no school', elsewhere, 'school_not_found');
      });
    },

    'lets it be recorded and told anew as long as it is on the roster': async (world) => {
      const { children, mark } = world;
      await markLater(world, children.nayla, 'absent');
      await tellAll(world);
      await erase(world, children.nayla);

      expectEqual('the outcome', (await mark(children.nayla, 'late', { occurredAt: at('07:00') })).outcome, 'recorded');
      expectEqual('what is said', sayings(world, await tellAll(world)), ['dewi, marked: nayla late']);
    },

    "leaves everything when the host's transaction rolls back": async (world) => {
      const { probe, repository, children, transaction } = world;
      await markLater(world, children.sekar, 'absent');
      await tellAll(world);
      const { id: childId, schoolId } = children.sekar;
      await expectNoTrace('the transaction', probe, () =>
        rollBack(transaction, async (inside) => {
          const erased = await repository.eraseChild({ schoolId, childId }, { transaction: inside });
          expectEqual('what it deleted', erased, { records: 1, revisions: 1, deliveries: 2 });
        }),
      );
    },

    'leaves counts that equal the records while marks go on': async (world) => {
      const { probe, repository, children } = world;
      const marks = Array.from({ length: 40 }, (_, index) => {
        const occurredAt = new Date(at('08:00').getTime() + index);
        const group = [children.sekar, children.bagas].map((child) =>
          markOf(child, index % 2 ? 'present' : 'absent', { occurredAt }),
        );
        return repository.recordMarks(requestOf(group, { jobIds: [crypto.randomUUID()] }));
      });
      const erased = Array.from({ length: 10 }, () => erase(world, children.sekar));
      await Promise.all([...marks, ...erased]);

      await expectCountsEqualRecords(probe);
      await erase(world, children.sekar);
      const { records, revisions, notificationJobs } = await readStore(probe);
      const left = [...childIdsOf(records), ...childIdsOf(revisions), ...notificationJobs.flatMap(childrenOfJob)];
      expectEqual('whom the rest is about', [...new Set(left)], [children.bagas.id]);
    },
  },
};

function childrenOfJob({ changes }: { readonly changes: readonly { readonly childId: string }[] }): string[] {
  return childIdsOf(changes);
}

function erase({ repository }: ContractWorld, { id: childId, schoolId }: Child) {
  return repository.eraseChild({ schoolId, childId });
}
