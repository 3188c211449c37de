import { buildRoster } from '../../kit/build-roster.js';
import { expectEqual } from '../../kit/expectations.js';
import { childIdsOf } from '../world/columns-of.js';
import { at, today, yesterday } from '../world/contract-roster.js';
import type { ContractTopic } from '../world/contract-world.js';
import { createDice, shuffle } from '../world/dice.js';
import { markOf, requestOf, statuses } from '../world/port-request.js';
import { expectCountsEqualRecords } from '../world/store-snapshot.js';

/** Bulks at the same time. */
export const racesOfBulks: ContractTopic['tests'] = {
  'who send overlapping bulks, each in an order of its own, all succeed': async ({
    probe,
    idType,
    repository,
    schools,
  }) => {
    const roster = buildRoster({ childrenPerSchool: 40, idType });
    await probe.setRoster(roster);
    const dice = createDice(5);
    const callers = Array.from({ length: 12 }, async (_, caller) => {
      for (let round = 0; round < 4; round += 1) {
        const occurredAt = new Date(at('08:00').getTime() + round * 12 + caller);
        const marks = shuffle(roster.children, dice)
          .slice(0, 30)
          .map((child) => markOf(child, statuses[dice(5)] ?? null, { occurredAt }));
        const results = await repository.recordMarks(requestOf(marks, { schoolId: schools.jakarta.id }));
        expectEqual('the children', childIdsOf(results), childIdsOf(marks));
      }
    });

    await Promise.all(callers);
    expectEqual('the number of records', (await probe.records()).length, 40);
    await expectCountsEqualRecords(probe);
  },

  'who send bulks over several days and sessions, each in an order of its own, all succeed': async ({
    probe,
    repository,
    schools,
    children,
  }) => {
    const dice = createDice(7);
    const places = [children.sekar, children.bagas, children.intan].flatMap((child) =>
      [yesterday, today].flatMap((date) => ['am', 'pm'].map((session) => ({ child, date, session }))),
    );
    const callers = Array.from({ length: 12 }, async (_, caller) => {
      for (let round = 0; round < 4; round += 1) {
        const occurredAt = new Date(at('08:00').getTime() + round * 12 + caller);
        const marks = shuffle(places, dice)
          .slice(0, 9)
          .map(({ child, ...place }) => markOf(child, statuses[dice(5)] ?? null, { ...place, occurredAt }));
        const results = await repository.recordMarks(requestOf(marks, { schoolId: schools.jakarta.id }));
        const shown = results.map(({ childId, date, session }) => ({ childId, date, session }));
        const asked = marks.map(({ childId, date, session }) => ({ childId, date, session }));
        expectEqual('the places', shown, asked);
      }
    });

    await Promise.all(callers);
    expectEqual('the number of records', (await probe.records()).length, places.length);
    await expectCountsEqualRecords(probe);
  },

  'who send batches of several schools, each in an order of its own, all succeed': async ({
    probe,
    idType,
    repository,
  }) => {
    const roster = buildRoster({ schools: 5, childrenPerSchool: 6, idType });
    await probe.setRoster(roster);
    const dice = createDice(6);
    const callers = Array.from({ length: 12 }, async (_, caller) => {
      for (let round = 0; round < 4; round += 1) {
        const occurredAt = new Date(at('08:00').getTime() + round * 12 + caller);
        const marks = shuffle(roster.children, dice)
          .slice(0, 20)
          .map((child) => markOf(child, statuses[dice(5)] ?? null, { occurredAt }));
        await repository.recordMarks(
          requestOf(marks, { jobIds: Array.from({ length: 5 }, () => crypto.randomUUID()) }),
        );
      }
    });

    await Promise.all(callers);
    await expectCountsEqualRecords(probe);
  },
};
