import { parseArgs } from 'node:util';
import { requireToApply, runMutated } from './proof/mutated-copy.ts';
import { control, mutations } from './proof/mutations.ts';
import { catchesOf, printProof, type Verdict } from './proof/print-proof.ts';

const helpText = `npm run test:faults:proof -- [options]

Puts one bug at a time into a copy of the sources, and runs the suite on it: each has to be caught. Takes hours with all
scenarios.

  --bugs IDS   puts in only these, such as no-fencing,no-order
  --only IDS   runs only these scenarios
  --seed N     of each run
  --help       prints this`;

const { values } = parseArgs({
  options: {
    bugs: { type: 'string' },
    only: { type: 'string' },
    seed: { type: 'string', default: '1' },
    help: { type: 'boolean', short: 'h' },
  },
});
if (values.help) console.log(helpText);
else await prove(Number(values.seed), values.only, values.bugs?.split(','));

async function prove(seed: number, only: string | undefined, bugs: readonly string[] | undefined): Promise<void> {
  for (const mutation of mutations) await requireToApply(mutation);
  const verdicts: Verdict[] = [];
  for (const mutation of [control, ...mutations.filter(({ id }) => bugs?.includes(id) ?? true)]) {
    console.log(`\n=== ${mutation.id}: ${mutation.bug}`);
    verdicts.push({ mutation, results: await runMutated(mutation, { seed, only }) });
  }
  printProof(verdicts);
  for (const verdict of verdicts) complain(verdict);
}

function complain(verdict: Verdict): void {
  const { mutation } = verdict;
  const isCaught = catchesOf(verdict).length > 0;
  if (isCaught === (mutation !== control)) return;
  console.log(isCaught ? 'Broken without a bug: what it catches proves nothing.' : `Not caught: ${mutation.bug}`);
  process.exitCode = 1;
}
