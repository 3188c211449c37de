import { globSync } from 'node:fs';
import { join } from 'node:path';
import { AttendanceError, defaultLimits, isAttendanceError } from 'rollbook';
import * as rules from 'rollbook/rules';
import { describe, expect, test } from 'vitest';
import { tallyOutcomes } from '../../../src/domain/outcome.ts';
import { codeBlocks, headingsOf, sectionOf, tableOf } from '../support/markdown.ts';
import { pages, read, root } from '../support/pages.ts';
import { membersOf } from '../support/type-check.ts';

const src = join(root, 'src');

describe('the reference', () => {
  test('lists exactly the error codes that there are, and says of each whether to try again', () => {
    const codes = membersOf(src, 'AttendanceErrorDetails');
    const shown = rowsIn('errors', 'Errors').map(([code = '', , answer]) => [plain(code), answer]);
    expect(codes.length).toBeGreaterThan(10);
    expect(Object.fromEntries(shown)).toEqual(Object.fromEntries(codes.map((code) => [code, toAnswer(code)])));
    expect(shown).toHaveLength(codes.length);
  });

  test('lists exactly the outcomes that there are', () => {
    const page = read('docs/reference/outcomes.md');
    const [table = ''] = page.slice(page.indexOf('| outcome |')).split('\n\n');
    const shown = tableOf(table).map(([name = '']) => plain(name));
    expect(shown.toSorted()).toEqual(Object.keys(tallyOutcomes([])).toSorted());
  });

  test('lists the limits and the defaults that hold', () => {
    const shown = rowsIn('options', 'Limits').map(([name = '', value = '']) => [name, value].map(plain));
    expect(shown).toEqual(Object.entries(defaultLimits).map(([name, value]) => [name, String(value)]));
  });

  test('lists exactly the events that there are', () => {
    expect(namesIn('events', 'Events').toSorted()).toEqual(membersOf(src, 'AttendanceEventMap').toSorted());
  });

  test.each([
    ['options', 'Options of createAttendance', 'AttendanceOptions'],
    ['options', 'Options of notifications', 'NotificationOptions'],
    ['methods', 'Methods of Attendance', 'Attendance'],
    ['methods', 'Methods of notifications', 'Notifications'],
    ['methods', 'Figures of stats()', 'NotificationStats'],
    ['readings', 'Groups of readings', 'Readings'],
  ])('lists in %s, %s, exactly what the interface has', (page, heading, interfaceName) => {
    const shown = namesIn(page, titleOf(page, heading)).map((name) => name.replace(/\(.*/, ''));
    expect(shown.toSorted()).toEqual(membersOf(src, interfaceName).toSorted());
  });

  test('describes every table of the newest version, on some page', () => {
    const [newest = ''] = globSync('adapters/postgres/migrations/golden/*.txt', { cwd: root }).toSorted().toReversed();
    const tables = [...read(newest).matchAll(/^table (\w+)$/gm)].map(([, name = '']) => name);
    const described = pages.flatMap((page) => [...read(page).matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name));
    expect(tables.length).toBeGreaterThan(5);
    expect(described).toEqual(expect.arrayContaining(tables));
  });
});

describe('the guide', () => {
  test('lists exactly the options of batching', () => {
    const shown = tableOf(sectionOf(read('docs/guide/batching.md'), 'The morning rush'));
    expect(shown.map(([name = '']) => plain(name))).toEqual(membersOf(src, 'BatchingOptions'));
  });
});

describe('the page on adapters', () => {
  test('names only rules that rollbook/rules exports', () => {
    const [table = ''] = sectionOf(read('docs/extend/adapters.md'), 'The rules').split('\n\nFunctions that');
    const named = [...table.matchAll(/`(\w+)`/g)].map(([, name = '']) => name);
    const ofRules = tableOf(table).flatMap(([names = '']) => names.split(', ').map(plain));
    expect(ofRules.length).toBeGreaterThan(15);
    expect(named).toEqual(expect.arrayContaining(ofRules));
    expect(ofRules.filter((name) => !(name in rules))).toEqual([]);
  });
});

describe('the decisions', () => {
  const decisions = pages.filter((page) => page.startsWith('docs/decisions/') && !page.endsWith('README.md'));

  test.each(decisions)('have, in %s, a date and a status under each heading', (page) => {
    const text = read(page);
    const dated = [...text.matchAll(/^## (.*)\n\n\d{4}-\d{2}-\d{2} · (?:accepted|replaced by .+)\n\n/gm)];
    expect(dated.map(([, title]) => title)).toEqual(headingsOf(text).slice(1));
    expect(codeBlocks(text, 'ts')).toEqual([]);
  });
});

function rowsIn(page: string, heading: string): string[][] {
  return tableOf(sectionOf(read(`docs/reference/${page}.md`), heading));
}

function namesIn(page: string, heading: string): string[] {
  return rowsIn(page, heading).map(([name = '']) => plain(name));
}

/** A page's own title for a heading, backticks included. */
function titleOf(page: string, heading: string): string {
  const titles = headingsOf(read(`docs/reference/${page}.md`));
  return titles.find((title) => plain(title) === heading) ?? heading;
}

/** Says what the table has to say of an error that may, or may not, go away by itself. */
function toAnswer(code: string): 'yes' | 'no' {
  const error: unknown = Reflect.construct(AttendanceError, [code, '', {}]);
  return isAttendanceError(error) && error.retryable ? 'yes' : 'no';
}

/** A cell without backticks and without the commas of large numbers. */
function plain(cell: string): string {
  return cell.replaceAll(/[`,]/g, '');
}
