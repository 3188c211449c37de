import { isCalendarDay } from '../calendar-day.ts';
import type { SchoolDay } from './figures.ts';

const columns = ['School DBN', 'Date', 'Enrolled', 'Absent', 'Present', 'Released'] as const;

/** A row by column, as text. */
export type Row = Readonly<Record<(typeof columns)[number], string>>;

/** A row that is not what the columns say. The reader of the file adds the line. */
export class RowError extends Error {
  override readonly name = 'RowError';
}

/**
 * @param names  The names in the first line of the file; more columns, in any order, do no harm.
 * @throws {RowError} when one of the columns needed is not among them
 */
export function checkColumns(names: readonly string[]): void {
  const missing = columns.filter((column) => !names.includes(column));
  if (missing.length > 0) throw new RowError(`expected a column ${missing.join(', ')}, found ${names.join(', ')}`);
}

/** @throws {RowError} for a value that is missing or wrong, or figures that don't add up. */
export function parseRow(row: Row): SchoolDay {
  const figures = {
    school: toSchool(row['School DBN']),
    date: toDate(row['Date']),
    enrolled: toCount(row, 'Enrolled'),
    present: toCount(row, 'Present'),
    absent: toCount(row, 'Absent'),
    released: toCount(row, 'Released'),
  };
  const sum = figures.absent + figures.present + figures.released;
  if (sum !== figures.enrolled) {
    throw new RowError(`Enrolled is ${figures.enrolled}, but Absent + Present + Released is ${sum}`);
  }
  return figures;
}

function toSchool(text: string): string {
  const school = text.trim();
  if (school === '') throw new RowError('School DBN is empty');
  return school;
}

function toDate(text: string): string {
  const date = text.trim().replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
  if (!isCalendarDay(date)) throw new RowError(`Date must be a day such as 20180905, not "${text}"`);
  return date;
}

function toCount(row: Row, column: keyof Row): number {
  const text = row[column].trim();
  if (!/^\d{1,6}$/.test(text)) throw new RowError(`${column} must be a whole number, not "${text}"`);
  return Number(text);
}
