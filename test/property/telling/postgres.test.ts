import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { createPostgresWorld, type PostgresWorld } from '../postgres-world.ts';
import { expectGoodMornings, patienceMs } from './mornings.ts';
import { play } from './play.ts';
import { openMemoryStage, openPostgresStage } from './stage.ts';
import type { Step } from './steps.ts';

const half = { mornings: 24, atLeast: 250 };
const tenth = { mornings: 8, atLeast: 50 };

describeOnPostgres('telling guardians', ({ url, major }) => {
  let postgres: PostgresWorld;

  beforeAll(async () => {
    postgres = await createPostgresWorld(url);
  });
  afterAll(() => postgres.drop());

  // A second Postgres runs the same statements: it need not repeat all of it.
  const isFirst = inject('postgresServers')[0]?.url === url;
  const extent = isFirst ? half : tenth;

  test(
    'keeps the promises over random commands',
    async () => {
      await expectGoodMornings(`telling, Postgres ${major}`, extent, async (settings, steps) => {
        await play(() => openPostgresStage(postgres), settings, steps);
      });
    },
    patienceMs,
  );

  test(
    'says the same as in memory over random commands',
    async () => {
      await expectGoodMornings(`telling alike, Postgres ${major}`, extent, async (settings, steps) => {
        const alike = steps.map(leavingNoChoice);
        const said = await play(() => openPostgresStage(postgres), settings, alike);
        expect(said).toEqual(await play(openMemoryStage, settings, alike));
      });
    },
    patienceMs,
  );
});

/** Who comes first where there is no room for all, and which of two gets which job, is nobody's promise. */
function leavingNoChoice(step: Step): Step {
  if (step.do === 'drain at once by two') return { do: 'drain', by: 0 };
  return step.do === 'claim' ? { ...step, maxDeliveries: 1_000 } : step;
}
