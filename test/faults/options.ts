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

/** What `--help` prints, with the ids of all scenarios. */
export const helpText = (ids: readonly string[]) => `npm run test:faults -- [options]

  --long       the counts of the long run (an hour and a half); otherwise those of the short one (minutes)
  --only IDS   runs only these scenarios, such as killed-backend,black-hole
  --seed N     repeats a run's commands and choices, not its timing; each run prints its seed
  --out FILE   where the report is written (default test/faults/report.json)
  --help       prints this

Scenarios: ${ids.join(', ')}`;

/**
 * @param ids  Of all scenarios.
 * @returns  `undefined` when help was asked for
 * @throws {Error} for a flag that is unknown or has a wrong value
 */
export function parseOptions(args: readonly string[], ids: readonly string[]): FaultOptions | undefined {
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
  return { isLong: values.long, only: toIds(values.only, ids), out: values.out, seed: toSeed(values.seed) };
}

/**
 * The ids in a list with commas.
 * @param known  All that there are.
 * @returns  `undefined` without a list
 * @throws {Error} for one that is unknown
 */
export function toIds(list: string | undefined, known: readonly string[]): readonly string[] | undefined {
  const ids = list?.split(',').map((id) => id.trim());
  const unknown = ids?.filter((id) => !known.includes(id)) ?? [];
  if (unknown.length > 0) throw new Error(`nothing is called ${unknown.join(', ')}; there are ${known.join(', ')}`);
  return ids;
}

/** Parses options. Prints what is wrong with them, and ends the process. */
export function orExit<Options>(parse: () => Options): Options {
  try {
    return parse();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(2);
  }
}

/** @throws {Error} for what is no whole number */
export function toSeed(text: string | undefined): number {
  if (text === undefined) return Math.floor(Math.random() * 2 ** 31);
  if (!/^\d{1,10}$/.test(text)) throw new Error(`--seed must be a whole number, not "${text}"`);
  return Number(text);
}
