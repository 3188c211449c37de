import { afterAll, beforeAll, inject, test } from 'vitest';
import { describeOnPostgres } from '../support/describe-on-postgres.ts';
import { expectToFollowTheModel, tenThousand } from './follows-the-model.ts';
import { createPostgresSubject } from './postgres-subject.ts';
import { createPostgresWorld, type PostgresWorld } from './postgres-world.ts';
import type { CreateSubject } from './run-sequence.ts';

describeOnPostgres('commands', ({ url, major }) => {
  let postgres: PostgresWorld;

  beforeAll(async () => {
    postgres = await createPostgresWorld(url);
  });
  afterAll(() => postgres.drop());

  // A second Postgres runs the same statement: it need not repeat all of it.
  const isFirst = inject('postgresServers')[0]?.url === url;
  const extent = isFirst ? tenThousand : { sequences: 80, atLeast: 2_000 };
  test('the Postgres repository answers and stores what the model does, over random commands', async () => {
    const createSubject: CreateSubject = (world, clock) => createPostgresSubject(postgres, world, clock);
    await expectToFollowTheModel(`Postgres ${major}`, createSubject, extent);
  }, 180_000);
});
