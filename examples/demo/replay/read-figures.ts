import { pipeline } from 'node:stream';
import { CsvError, type Parser, parse } from 'csv-parse';
import { InputError } from '../input-error.ts';
import type { SchoolDay } from './figures.ts';
import { openFile } from './open-file.ts';
import { checkColumns, parseRow, type Row, RowError } from './parse-row.ts';

interface ParsedRow {
  readonly record: Row;
  readonly info: { readonly lines: number };
}

/**
 * Reads a file of figures as a stream; a school and day is what stays in memory of each line.
 * @throws {InputError} when the file cannot be read or is malformed, with the line
 */
export async function readFigures(path: string): Promise<SchoolDay[]> {
  try {
    const figures = await collect(await openParser(path));
    if (figures.length === 0) throw new RowError('expected figures below the line of column names, found none');
    return figures;
  } catch (error) {
    throw new InputError(`${path}: ${explain(error)}`);
  }
}

async function openParser(path: string): Promise<Parser> {
  const columns = (names: string[]) => {
    atLine(1, () => checkColumns(names));
    return names;
  };
  const parser = parse({ bom: true, columns, info: true, skip_empty_lines: true, trim: true });
  // An error in any of the streams comes out of the parser, where it is awaited.
  pipeline([...(await openFile(path)), parser], () => {});
  return parser;
}

async function collect(rows: AsyncIterable<ParsedRow>): Promise<SchoolDay[]> {
  const figures: SchoolDay[] = [];
  const lines = new Map<string, number>();
  for await (const { record, info } of rows) {
    const day = atLine(info.lines, () => parseRow(record));
    const key = `${day.school} on ${day.date}`;
    const first = lines.get(key);
    if (first !== undefined) throw new RowError(`line ${info.lines}: ${key} is in line ${first} already`);
    lines.set(key, info.lines);
    figures.push(day);
  }
  return figures;
}

function atLine<Result>(line: number, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    throw error instanceof RowError ? new RowError(`line ${line}: ${error.message}`) : error;
  }
}

const fileErrors: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'is a folder, not a file',
  EACCES: 'may not be read',
  Z_BUF_ERROR: 'the gzip file ends too early',
  Z_DATA_ERROR: 'the gzip file is damaged',
};

/** @throws the error itself when it is none that a file can cause */
function explain(error: unknown): string {
  if (error instanceof RowError) return error.message;
  if (error instanceof CsvError) return `line ${error['lines']}: ${error.message}`;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason = fileErrors[code];
  if (reason === undefined) throw error;
  return reason;
}
