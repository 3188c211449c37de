import { parseArgs } from 'node:util';
import type { Rounds } from './load/alternate.ts';

/** The amount of measuring. */
export interface BenchOptions extends Rounds {
  readonly quick: boolean;
  /** The major version of the server. */
  readonly postgres: number;
  /** Sizes of the histories that are compared, ascending. */
  readonly histories: readonly number[];
  /** The length of one run. `warmUpMs` is the time before it that does not count. */
  readonly durationMs: number;
  readonly warmUpMs: number;
  /** The time for which a host transaction locks a school's counter. */
  readonly holdMs: number;
  /** Daily figures to mark as a whole, if any. */
  readonly csv: string | undefined;
  /** Where results are written. */
  readonly out: string | undefined;
  /** Ids of the scenarios to run. Default all. */
  readonly only: readonly string[] | undefined;
}

/** The text that `--help` prints. */
export const helpText = `npm run bench -- [options]

  --quick        a short run, under three minutes, of 200,000 records; its figures are rough
  --rows N       records of history (default 2,000,000)
  --postgres N   the server's major version: 18 (default), or one that is installed, such as 15
  --csv FILE     marks the largest day of a city's attendance figures too, as of npm run demo -- --csv
  --only IDS     runs only these scenarios, such as callers,bulks
  --out FOLDER   writes results.json, results.md and the plots there
                 (default docs/operate/benchmark; with --quick or --only: nothing is written)
  --help         prints this`;

const small = 10_000;
const middle = 200_000;

/**
 * @returns  `undefined` when help was asked for
 * @throws {Error} for a flag that is unknown or has a wrong value
 */
export function parseOptions(args: readonly string[]): BenchOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      rows: { type: 'string' },
      postgres: { type: 'string', default: '18' },
      csv: { type: 'string' },
      only: { type: 'string' },
      out: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return undefined;
  const { quick, csv } = values;
  const only = values.only?.split(',');
  return {
    ...(quick ? quickly : thoroughly),
    quick,
    histories: toHistories(values.rows ?? (quick ? '200000' : '2000000')),
    postgres: toMajor(values.postgres),
    csv,
    only,
    out: values.out ?? (quick || only ? undefined : 'docs/operate/benchmark'),
  };
}

const quickly = { rounds: 2, patienceMs: 1_500, durationMs: 500, warmUpMs: 150, holdMs: 2_000 } as const;
const thoroughly = { rounds: 3, patienceMs: 60_000, durationMs: 2_500, warmUpMs: 500, holdMs: 5_000 } as const;

function toMajor(version: string): number {
  if (!/^\d{2}$/.test(version)) throw new Error(`--postgres must be a major version such as 15, not "${version}"`);
  return Number(version);
}

function toHistories(rows: string): number[] {
  if (!/^[1-9]\d{4,8}$/.test(rows)) throw new Error(`--rows must be a whole number from 10000 on, not "${rows}"`);
  const largest = Number(rows);
  return [...new Set([small, middle, largest])].filter((size) => size <= largest);
}
