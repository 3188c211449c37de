import { parseArgs } from 'node:util';

/** The choices for a run. */
export interface FaultOptions {
  readonly isLong: boolean;
  readonly seed: number;
  /** Ids of the scenarios to run. Default all. */
  readonly only: readonly string[] | undefined;
  /** The path of the report. */
  readonly out: string;
}

/** The text that `--help` prints, with the ids of all scenarios. */
export const helpText = (ids: readonly string[]) => `npm run test:faults -- [options]

  --long       the counts of the long run (hours); otherwise those of the short one (minutes)
  --only IDS   runs only these scenarios, such as killed-backend,black-hole
  --seed N     repeats a run's commands and choices, not its timing; each run prints its seed
  --out FILE   where the report is written (default faults/report.json)
  --help       prints this

Scenarios: ${ids.join(', ')}`;

/**
 * @param ids  The ids of all scenarios.
 * @returns  `undefined` when help was asked for
 * @throws {Error} for a flag that is unknown or has a wrong value
 */
export function parseOptions(args: readonly string[], ids: readonly string[]): FaultOptions | undefined {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      long: { type: 'boolean', default: false },
      only: { type: 'string' },
      seed: { type: 'string' },
      out: { type: 'string', default: 'faults/report.json' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return undefined;
  const choice = { flag: '--only', kind: 'scenario', ids };
  refusePositionals(positionals, choice);
  return { isLong: values.long, only: toIds(values.only, choice), out: values.out, seed: toSeed(values.seed) };
}

/** A flag that takes some of all ids of a kind. */
interface Choice {
  readonly flag: string;
  readonly kind: string;
  readonly ids: readonly string[];
}

/**
 * The ids in a list with commas.
 * @returns  `undefined` without a list
 * @throws {Error} for an unknown id, and for an empty list
 */
export function toIds(list: string | undefined, { flag, kind, ids }: Choice): readonly string[] | undefined {
  if (list === undefined) return undefined;
  const wanted = list.split(',').map((id) => id.trim());
  const there = `there are ${ids.join(', ')}`;
  if (wanted.every((id) => id === '')) throw new Error(`${flag} names no ${kind}; ${there}`);
  const unknown = wanted.filter((id) => !ids.includes(id)).map((id) => `"${id}"`);
  if (unknown.length > 0) throw new Error(`no ${kind} is called ${unknown.join(' or ')}; ${there}`);
  return wanted;
}

/** for a value without a flag */
export function refusePositionals(positionals: readonly string[], { flag }: Choice): void {
  if (positionals.length === 0) return;
  throw new Error(`"${positionals.join(' ')}" stands behind no flag; did you mean ${flag} ${positionals.join(',')}?`);
}

/** Prepares what a run needs, such as its options. If that fails, prints the reason and ends the process. */
export async function orExit<Result>(prepare: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await prepare();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(2);
  }
}

/** for a text that is no whole number */
export function toSeed(text: string | undefined): number {
  if (text === undefined) return Math.floor(Math.random() * 2 ** 31);
  if (!/^\d{1,10}$/.test(text)) throw new Error(`--seed must be a whole number, not "${text}"`);
  return Number(text);
}
