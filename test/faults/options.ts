import { parseArgs } from 'node:util';

/** What to run. */
export interface FaultOptions {
  readonly isLong: boolean;
  readonly seed: number;
  /** Ids of the scenarios to run. Default all. */
  readonly only: readonly string[] | undefined;
  /** Where the report is written. */
  readonly out: string;
}

/** What `--help` prints. */
export const helpText = `npm run test:faults -- [options]

  --long       the counts of the long run (hours); otherwise those of the short one (minutes)
  --only IDS   runs only these scenarios, such as killed-backend,black-hole
  --seed N     repeats a run's choices by chance; each run prints its seed
  --out FILE   where the report is written (default test/faults/report.json)
  --help       prints this`;

/**
 * @returns  `undefined` when help was asked for
 * @throws {Error} for a flag that is unknown or has a wrong value
 */
export function parseOptions(args: readonly string[]): FaultOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      long: { type: 'boolean', default: false },
      only: { type: 'string' },
      seed: { type: 'string' },
      out: { type: 'string', default: 'test/faults/report.json' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return undefined;
  return { isLong: values.long, only: values.only?.split(','), out: values.out, seed: toSeed(values.seed) };
}

function toSeed(text: string | undefined): number {
  if (text === undefined) return Math.floor(Math.random() * 2 ** 31);
  if (!/^\d{1,10}$/.test(text)) throw new Error(`--seed must be a whole number, not "${text}"`);
  return Number(text);
}
