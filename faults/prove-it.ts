import { parseArgs } from 'node:util';
import { orExit, refusePositionals, toIds, toSeed } from './options.ts';
import { requireToApply, runMutated } from './proof/mutated-copy.ts';
import { controlOf, mutations } from './proof/mutations.ts';
import { isCaughtBy, printProof, type Verdict } from './proof/print-proof.ts';
import { isAmiss } from './report/result.ts';

const helpText = `npm run test:faults:proof -- [options]

Puts one bug at a time into a copy of the sources, and runs those scenarios on it that have to catch it. They also run on a
copy without a bug, which has to hold. Takes over half an hour.

  --bugs IDS   puts in only these, such as no-fencing,no-order
  --seed N     of each run (default 1)
  --help       prints this

Bugs: ${mutations.map(({ id }) => id).join(', ')}`;

const options = await orExit(() => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      bugs: { type: 'string' },
      seed: { type: 'string', default: '1' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const choice = { flag: '--bugs', kind: 'bug', ids: mutations.map(({ id }) => id) };
  refusePositionals(positionals, choice);
  return { isHelp: values.help, bugs: toIds(values.bugs, choice) ?? choice.ids, seed: toSeed(values.seed) };
});
if (options.isHelp) console.log(helpText);
else await prove(options);

async function prove({ seed, bugs }: { readonly seed: number; readonly bugs: readonly string[] }): Promise<void> {
  for (const mutation of mutations) await requireToApply(mutation);
  const wanted = mutations.filter(({ id }) => bugs.includes(id));
  const verdicts: Verdict[] = [];
  for (const mutation of [controlOf(wanted), ...wanted]) {
    console.log(`\n=== ${mutation.id}: ${mutation.bug}`);
    verdicts.push({ mutation, results: await runMutated(mutation, seed) });
  }
  printProof(verdicts);
  for (const verdict of verdicts) complain(verdict);
}

function complain({ mutation, results }: Verdict): void {
  const isControl = mutation.edits.length === 0;
  const wrong = results.filter((result) => (isControl ? isAmiss(result) : !isCaughtBy(result)));
  if (wrong.length === 0) return;
  const names = wrong.map(({ id }) => id).join(', ');
  console.log(isControl ? `Broken or failed without a bug: ${names}.` : `${names} did not catch this: ${mutation.bug}`);
  process.exitCode = 1;
}
