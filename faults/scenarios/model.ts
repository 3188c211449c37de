import { createPostgresWorld } from '../../test/property/postgres-world.ts';
import { startPostgres } from '../../test/support/postgres-server.ts';
import { checkPart, type PartFindings } from '../model/check-part.ts';
import { modelParts } from '../model/parts.ts';
import type { FaultContext, Scenario, ScenarioReport } from '../scenario.ts';

/**
 * Random sequences of commands, each compared with a model that shares nothing with the library
 * (`test/property/model`). Random mornings, of which every claim and settlement is followed (`test/property/telling`).
 * There is no load, since each command waits for the one before.
 */
export const model: Scenario = {
  id: 'model',
  promise:
    'Whatever is called, in whatever order, the library answers, stores and tells what a plain model of it says.',
  run: async (context) => {
    const server = await startPostgres({ settings: { fsync: 'off' } });
    try {
      return toReport(await checkParts(server.url, context));
    } finally {
      await server.stop({ immediate: true });
    }
  },
};

async function checkParts(serverUrl: string, context: FaultContext): Promise<readonly PartFindings[]> {
  const postgres = await createPostgresWorld(serverUrl);
  const found: PartFindings[] = [];
  for (const part of modelParts(context.isLong ? 1_000_000 : 10_000, postgres)) {
    found.push(await checkPart(part, context));
  }
  await postgres.drop();
  return found;
}

/** Every difference from the model is a breach, and nothing else is counted. */
function toReport(parts: readonly PartFindings[]): ScenarioReport {
  return {
    acknowledged: parts.reduce((sum, { acknowledged }) => sum + acknowledged, 0),
    faults: { commands: parts.reduce((sum, { commands }) => sum + commands, 0) },
    figures: Object.fromEntries(parts.flatMap(({ figures }) => Object.entries(figures))),
    breaches: parts.flatMap(({ breaches }) => breaches),
  };
}
