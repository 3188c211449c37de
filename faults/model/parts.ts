import { followsTheModel } from '../../test/property/follows-the-model.ts';
import { createMemorySubject } from '../../test/property/memory-subject.ts';
import { createPostgresSubject } from '../../test/property/postgres-subject.ts';
import type { PostgresWorld } from '../../test/property/postgres-world.ts';
import type { CreateSubject } from '../../test/property/run-sequence.ts';
import { goesWell } from '../../test/property/telling/mornings.ts';
import { play } from '../../test/property/telling/play.ts';
import { type OpenStage, openMemoryStage, openPostgresStage } from '../../test/property/telling/stage.ts';
import { checkProperty, type ModelPart } from './part.ts';

/**
 * The share of commands of each part. Memory takes about six times as many a second, and mornings look up much in
 * between.
 */
const shares = {
  commandsInMemory: { title: 'in memory', share: 0.75 },
  commandsOnPostgres: { title: 'on Postgres', share: 0.15 },
  deliveriesInMemory: { title: 'deliveries in memory', share: 0.08 },
  deliveriesOnPostgres: { title: 'deliveries on Postgres', share: 0.02 },
};

/** Every kind of random sequences, on both stores. */
export function modelParts(commands: number, postgres: PostgresWorld): readonly ModelPart[] {
  const of = (name: keyof typeof shares) => {
    const { title, share } = shares[name];
    return { name, title, commands: Math.ceil(commands * share) };
  };
  return [
    { ...of('commandsInMemory'), ...commandsOn(createMemorySubject), replayIn: 'memory-follows-the-model' },
    {
      ...of('commandsOnPostgres'),
      ...commandsOn((world, clock) => createPostgresSubject(postgres, world, clock)),
      replayIn: 'postgres-follows-the-model',
    },
    { ...of('deliveriesInMemory'), ...deliveriesOn(openMemoryStage), replayIn: 'notifications/memory' },
    {
      ...of('deliveriesOnPostgres'),
      ...deliveriesOn(() => openPostgresStage(postgres)),
      replayIn: "notifications/postgres -t 'keeps the promises'",
    },
  ];
}

function commandsOn(createSubject: CreateSubject): Pick<ModelPart, 'check'> {
  return {
    check: (sequences, onHeld) =>
      checkProperty(
        followsTheModel(createSubject, ({ commands, acknowledged }) => onHeld(commands, acknowledged)),
        sequences,
      ),
  };
}

function deliveriesOn(openStage: OpenStage): Pick<ModelPart, 'check'> {
  const playOne: Parameters<typeof goesWell>[0] = async (settings, steps) =>
    void (await play(openStage, settings, steps));
  return {
    check: (sequences, onHeld) =>
      checkProperty(
        goesWell(playOne, (commands) => onHeld(commands, 0)),
        sequences,
      ),
  };
}
