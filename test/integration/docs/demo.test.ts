import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const newYork = '../shared/data/nyc-2018-2019-daily-attendance.csv.gz';
const header = 'School DBN,Date,Enrolled,Absent,Present,Released\n';

const sunbird = 'Sunbird Kindergarten (Mon, 24 Aug)';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollbook-demo-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('the morning shows every outcome and the schools as their offices know them, and proves its counts', async () => {
  const { code, stdout, stderr } = await runDemo();

  expect(stderr).toBe('');
  expect(code).toBe(0);
  expect(stdout.split('\n')).toEqual(
    expect.arrayContaining([
      'TK Melati, Jakarta (Asia/Jakarta): 10 children, 9 guardians.',
      '07:28 Jayapura: Ibu Yohana marks Yosef present (in UTC it is still Sunday) → recorded',
      expect.stringMatching(/^07:34 Jayapura: .* → cleared$/),
      expect.stringMatching(/^07:50 Jayapura: .* → 4 recorded, 3 kept$/),
      '08:02 Singapore: Ms Tan marks all 12 present, then 2 exceptions → 12 recorded; 2 corrected',
      expect.stringMatching(/^08:25 Singapore: .* → corrected$/),
      expect.stringMatching(/^08:30 Singapore: .* → amended$/),
      expect.stringMatching(/^08:34 Singapore: .* → 2 corrected, 1 rejected \(child_not_found\)$/),
      expect.stringMatching(/^07:40 Jakarta: .* → 1 recorded, 1 superseded$/),
      expect.stringMatching(/^07:41 Jakarta: .* → 1 unchanged, 1 superseded$/),
      expect.stringMatching(/^07:44 Jakarta: .* → rejected \(child_not_found\)$/),
      '✓ 8 counters in daily_counts equal a recount of 29 marked records',
      '✓ reconcileDailyCounts, asked 1 time, finds nothing to repair',
    ]),
  );
  expect(cells(stdout)).toEqual(
    expect.arrayContaining([
      ['Lim Wei Jie', 'K2', 'late', '08:25', 'Ms Tan', ''],
      ['Aisha binte Rahman', 'K2', 'sick', '08:02', 'Ms Tan', 'fever'],
      ['School', 'Enrolled', 'Present', 'Late', 'Sick', 'Excused', 'Absent', 'Unmarked', 'Attended'],
      ['TK Cenderawasih', '8', '6', '0', '1', '0', '0', '1', '6'],
      ['Sunbird Kindergarten', '12', '8', '1', '1', '2', '0', '0', '9'],
      ['TK Melati', '10', '9', '0', '1', '0', '0', '0', '9'],
    ]),
  );
});

test('the morning tells each guardian, in the language of each, what stands and nothing else', async () => {
  const { stdout } = await runDemo();

  const told = stdout.split('\n').filter((line) => line.startsWith('    #'));
  expect(told.map((line) => line.trim())).toEqual([
    '#1 to Ruth Yoku, marked, attempt 1: TK Cenderawasih (Sen, 24 Agu): Ananda Debora Yoku tercatat sakit pukul 07.40.',
    `#2 to Lim Hui Min, marked, attempt 1: ${sunbird}: Lim Wei Jie was marked as absent at 8:02 am.`,
    `#3 to Lim Boon Keng, marked, attempt 1: ${sunbird}: Lim Wei Jie was marked as absent at 8:02 am.`,
    '#4 to Nurul Huda, marked, attempt 1 ✗ the provider does not answer',
    `#4 to Nurul Huda, marked, attempt 2: ${sunbird}: Aisha binte Rahman was marked as sick at 8:02 am.`,
    `#5 to Lim Hui Min, corrected, attempt 1: ${sunbird}: Update: Lim Wei Jie was marked as late at 8:25 am (previously: absent).`,
    `#6 to Lim Boon Keng, corrected, attempt 1: ${sunbird}: Update: Lim Wei Jie was marked as late at 8:25 am (previously: absent).`,
    `#7 to Farid Ismail, marked, attempt 1: ${sunbird}: Nadia binte Farid was marked as absent but excused at 8:34 am. Hakim bin Farid was marked as absent but excused at 8:34 am.`,
    '#8 to Dewi Santoso, marked, attempt 1: TK Melati (Sen, 24 Agu): Ananda Budi Santoso tercatat sakit pukul 07.05.',
    '#9 to Hendra Santoso, marked, attempt 1 ✗ there is no hendra.santoso@example.com',
    '#9 to Hendra Santoso, marked, attempt 1: TK Melati (Sen, 24 Agu): Ananda Budi Santoso tercatat sakit pukul 07.05.',
  ]);
  expect(stdout.split('\n')).toEqual(
    expect.arrayContaining([
      '07:50 Jakarta: The office looks for messages that were given up → to Hendra Santoso about Budi Santoso, refused at attempt 1',
      expect.stringMatching(/^07:52 Jakarta: .* → 1 message due again$/),
      expect.stringMatching(/^✓ what guardians were last told of a child equals the record, in 8 cases; in 30 others /),
      expect.stringMatching(/^✓ 9 messages sent, no key twice, /),
      '✓ no notification job, no outstanding delivery, no dead letter and no lease is left',
    ]),
  );
});

describe('a replay', () => {
  /** One school above the limit of a bulk, one that children join and leave, one closed on the second day. */
  const figures = `${header}
01A001,20180905,5003,1,5000,2
01A002,20180905,20,3,17,0
01A003,20180905,7,0,7,0
01A002,20180906,18,0,18,0
01A001,20180906,5003,5003,0,0
01A001,20180907,0,0,0,0
01A002,20180907,23,1,20,2
01A003,20180907,7,7,0,0
`;

  test('marks each enrolled child once a day and finds every summary equal to the file', async () => {
    const { code, stdout, stderr } = await runDemo('--csv', await write('figures.csv', figures), '--days', '3');

    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).toContain('figures.csv: 3 days, 2018-09-05 to 2018-09-07, of 3 schools.');
    expect(stdout).toContain('✓ getDailySummary equals the file for 8 school days');
    expect(stdout).toContain('equal a recount of 10,081 marked records');
    // 23 on the last day: the 18 who stayed and 5 who came after 2 had left.
    expect(stdout).toMatch(/^Children marked: +10,081, with each of 5,035 counted once a day$/m);
    expect(stdout).toMatch(/^Seconds: +\d+\.\d$/m);
    expect(stdout).toMatch(/^Marks per second: [\d,]+$/m);
  });

  test('knows gzip by its content, and begins where it is told to', async () => {
    const path = await write('figures.txt', gzipSync(figures));

    const { code, stdout } = await runDemo('--csv', path, '--from', '2018-09-06', '--days', '1');

    expect(code).toBe(0);
    expect(stdout).toContain('1 day, 2018-09-06, of 2 schools.');
    expect(stdout).toContain('✓ getDailySummary equals the file for 2 school days');
  });

  test('says so when the file has fewer days than asked for', async () => {
    const path = await write('one-day.csv', `${header}01A002,20180905,20,3,17,0\n`);

    const { code, stdout } = await runDemo('--csv', path, '--days', '9');

    expect(code).toBe(0);
    expect(stdout).toContain('1 day (of the 9 asked for, no more follow), 2018-09-05, of 1 school.');
  });

  const reason = existsSync(join(root, newYork)) ? '' : `, skipped: ${newYork} is not there`;
  test.skipIf(reason !== '')(`takes New York's own file as it is${reason}`, async () => {
    const { code, stdout } = await runDemo('--csv', newYork);

    expect(code).toBe(0);
    expect(stdout).toContain('1 day, 2018-09-04, of 1 school.');
    expect(stdout).toMatch(/^Children marked: +264$/m);
  });
});

describe('wrong input ends the demo with exit code 2 and what to mend, before a server is started:', () => {
  test.each([
    ['an unknown flag', ['--cvs', 'x'], "Unknown option '--cvs'"],
    ['an argument without a flag', ['figures.csv'], "Unexpected argument 'figures.csv'"],
    ['days without a file', ['--days', '2'], '--days needs --csv FILE'],
    ['a start without a file', ['--from', '2018-09-05'], '--from needs --csv FILE'],
    ['a flag without its value', ['--csv'], 'argument missing'],
    ['no days', ['--csv', 'x', '--days', '0'], '--days must be a whole number from 1 to 9999, not "0"'],
    ['a day that the calendar lacks', ['--csv', 'x', '--from', '2018-02-30'], '--from must be a date'],
    ['a file that is not there', ['--csv', 'nowhere.csv'], 'nowhere.csv: there is no such file'],
    ['a folder', ['--csv', 'test'], 'test: is a folder, not a file'],
  ])('%s', async (_, args, message) => {
    expect(await runDemo(...args)).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining(message) });
  });

  const good = '01A001,20180905,20,3,17,0\n';
  test.each([
    ['an empty file', '', 'found none'],
    ['a file of column names only', header, 'found none'],
    ['a missing column', 'School DBN,Date,Enrolled,Absent,Present\n', 'line 1: expected a column Released'],
    ['a line that is too short', `${header}${good}01A002,20180905,20\n`, 'line 3: '],
    ['a count that is none', `${header}${good}01A002,20180905,20,3,many,0\n`, 'line 3: Present must be a whole number'],
    ['a date that is none', `${header}01A001,20180931,20,3,17,0\n`, 'line 2: Date must be a day such as 20180905'],
    ['no school', `${header},20180905,20,3,17,0\n`, 'line 2: School DBN is empty'],
    ['figures that do not add up', `${header}${good}\n01A002,20180905,20,3,16,0\n`, 'line 4: Enrolled is 20, but'],
    ['the same school and day again', header + good + good, 'line 3: 01A001 on 2018-09-05 is in line 2 already'],
    ['a quote that never ends', `${header}"01A001,20180905,20,3,17,0\n`, 'Quote Not Closed'],
    ['a gzip file cut short', gzipSync(header + good).subarray(0, 40), 'the gzip file ends too early'],
  ])('%s', async (_, content, message) => {
    const path = await write('malformed.csv', content);
    expect(await runDemo('--csv', path)).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining(message) });
  });

  test('figures that all lie before the start', async () => {
    const path = await write('early.csv', header + good);
    const { code, stderr } = await runDemo('--csv', path, '--from', '2019-01-01');
    expect(code).toBe(2);
    expect(stderr).toContain('has no figures of 2019-01-01 or later; its last are of 2018-09-05');
  });
});

test('--help tells every flag', async () => {
  const { code, stdout } = await runDemo('--help');
  expect(code).toBe(0);
  for (const flag of ['--csv', '--days', '--from', '--help']) expect(stdout).toContain(flag);
});

/** Runs the demo as `npm run demo` does after the build. */
function runDemo(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['examples/demo/main.ts', ...args], { cwd: root }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

async function write(name: string, content: string | Buffer): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

/** The rows of the tables in a text. */
function cells(text: string): string[][] {
  const rows = text.split('\n').filter((line) => line.startsWith('│'));
  return rows.map((row) =>
    row
      .split('│')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}
