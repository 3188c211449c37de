import { createDice } from '../load/dice.ts';
import type { FaultContext } from '../scenario.ts';
import { tellTenths } from '../support/tell-tenths.ts';
import type { Failure, ModelPart } from './part.ts';

/** The findings of a part. */
export interface PartFindings {
  readonly commands: number;
  /** Marks among them that were acknowledged. */
  readonly acknowledged: number;
  /** The number of commands, and of commands a second. */
  readonly figures: Readonly<Record<string, number>>;
  /** The first sequence that broke a promise, with how to replay it. */
  readonly breaches: readonly string[];
}

/** Sequences that have a seed of their own. */
const chunk = 20;

/** Checks chunk after chunk of random sequences, until there were enough commands or a sequence has failed. */
export async function checkPart(part: ModelPart, { seed, progress }: FaultContext): Promise<PartFindings> {
  const startedAt = performance.now();
  let commands = 0;
  let acknowledged = 0;
  let failure: Failure | undefined;
  const tell = tellTenths(part.commands, (done) => progress(`${part.title}: ${done} of ${part.commands} commands`));
  for (let chunks = 0; commands < part.commands; chunks += 1) {
    tell(commands);
    const tally = { commands: 0, acknowledged: 0 };
    failure = await part.check({ seed: seedOf(part, seed, chunks), numRuns: chunk }, (more, marks) => {
      tally.commands += more;
      tally.acknowledged += marks;
    });
    // The search for the shortest failing sequence would count, too.
    if (failure) break;
    commands += tally.commands;
    acknowledged += tally.acknowledged;
  }
  const perSecond = Math.round((commands * 1_000) / (performance.now() - startedAt));
  const figures = { [part.name]: commands, [`${part.name}PerSecond`]: perSecond };
  return { commands, acknowledged, figures, breaches: failure ? [describe(part, failure)] : [] };
}

/** The seed of one chunk. Runs with neighbouring seeds share none. */
function seedOf({ name }: ModelPart, seed: number, chunkNumber: number): number {
  return Math.floor(createDice(seed, `${name}, chunk ${chunkNumber}`)() * 2 ** 31);
}

function describe({ title, replayIn }: ModelPart, { seed, path, report }: Failure): string {
  return `${title}: replay it with FC_SEED=${seed} FC_PATH=${path} npx vitest run test/property/${replayIn}\n${report}`;
}
