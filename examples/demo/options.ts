import { parseArgs } from 'node:util';
import { isCalendarDay } from './calendar-day.ts';
import { InputError } from './input-error.ts';

/** The options of the demo. */
export type DemoOptions =
  | { readonly run: 'help' }
  | { readonly run: 'morning' }
  | ({ readonly run: 'replay' } & ReplayOptions);

/** Which figures to replay. */
export interface ReplayOptions {
  /** A CSV file, plain or gzip. */
  readonly csv: string;
  /** The number of the file's dates to play, at least 1. */
  readonly days: number;
  /** The first date that counts, `YYYY-MM-DD`. Default: the file's first. */
  readonly from?: string | undefined;
}

/** The text that `--help` prints. */
export const helpText = `npm run demo                             a morning at three schools
npm run demo -- --csv FILE [options]     a replay of real figures, one mark per enrolled child

  --csv FILE         figures per school and day, plain or gzip, with the columns School DBN, Date (YYYYMMDD),
                     Enrolled, Absent, Present, Released; Enrolled = Absent + Present + Released
  --days N           replays the first N dates of the file, in order (default 1)
  --from YYYY-MM-DD  starts with the first date that is not before this one; in New York's figures of 2018-2019
                     the first date, 2018-09-04, has one school only, and 2018-09-05 has 1,607
  --help             prints this

Exits with 0 when every figure was right, with 1 when one was not, and with 2 for wrong flags or a wrong file.`;

/** @throws {InputError} for a flag that is unknown, has no value or a wrong one, or makes no sense without another. */
export function parseOptions(args: readonly string[]): DemoOptions {
  const { help, csv, days, from } = readFlags(args);
  if (help) return { run: 'help' };
  if (csv === undefined) {
    if (days !== undefined) throw new InputError('--days needs --csv FILE');
    if (from !== undefined) throw new InputError('--from needs --csv FILE');
    return { run: 'morning' };
  }
  if (csv === '') throw new InputError('--csv needs the name of a file');
  return { run: 'replay', csv, days: toDays(days ?? '1'), from: from === undefined ? undefined : toDate(from) };
}

function readFlags(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean', short: 'h' },
        csv: { type: 'string' },
        days: { type: 'string' },
        from: { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw new InputError(error instanceof Error ? error.message : String(error));
  }
}

function toDays(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new InputError(`--days must be a whole number from 1 to 9999, not "${text}"`);
  return Number(text);
}

function toDate(text: string): string {
  if (!isCalendarDay(text)) throw new InputError(`--from must be a date such as 2018-09-05, not "${text}"`);
  return text;
}
