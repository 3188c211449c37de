import { execFile } from 'node:child_process';
import { access, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { AttendanceError, type AttendanceErrorCode, createAttendance } from 'rollbook';
import { createMemoryRepository, type MemoryRepository } from 'rollbook/memory';
import { createTestClock } from 'rollbook/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../../examples/http/app.ts';
import { toProblem } from '../../../examples/http/problem.ts';
import { codeBlocks, sectionOf } from '../support/markdown.ts';

/** Runs a file on the build, as a user would, and returns what it printed. */
async function run(file: URL, ...flags: string[]): Promise<string> {
  const args = ['--disable-warning=ExperimentalWarning', ...flags, fileURLToPath(file)];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return stdout;
}

describe('the examples, run on the build', () => {
  beforeAll(() => access(new URL('../../../dist/index.js', import.meta.url)));

  test('quickstart prints what the README shows, but for the date', async () => {
    const readme = await readFile(new URL('../../../README.md', import.meta.url), 'utf8');
    const printed = await run(new URL('../../../examples/quickstart/main.ts', import.meta.url));
    expect(codeBlocks(sectionOf(readme, 'Quick start'), 'text').map(withoutDates)).toEqual([withoutDates(printed)]);
  });

  test('http prints what a client gets', async () => {
    const printed = await run(new URL('../../../examples/http/main.ts', import.meta.url));
    expect([...printed.matchAll(/^\d{3}(?= )/gm)].map(String)).toEqual(['200', '200', '200', '404', '422', '400']);
  });

  test('tell-guardians tells of marks, a correction and, once its number is mended, a dead letter', async () => {
    const printed = await run(new URL('../../../examples/tell-guardians/main.ts', import.meta.url));
    const lines = printed.trimEnd().split('\n');
    expect(lines.map((line) => line.replace(/ \(.*/, ''))).toEqual([
      'to Ibu Sri',
      '{ delivered: 1, failed: 0, dead: 1, dropped: 0, queued: 0 }',
      'to Ibu Sri',
      '{ delivered: 1, failed: 0, dead: 0, dropped: 0, queued: 0 }',
      expect.stringMatching(/^given up: …\S+-2, refused$/),
      'to Tom',
      '{ delivered: 1, failed: 0, dead: 0, dropped: 0, queued: 0 }',
    ]);
    expect(lines[2]).toMatch(/Citra tercatat terlambat .*sebelumnya: tidak hadir/);
  });

  test.each([
    ['closing a register', new URL('../../../examples/testing-your-app/close-register-test.ts', import.meta.url), 8],
    ['telling guardians', new URL('../../../examples/testing-your-app/telling-test.ts', import.meta.url), 7],
  ])('testing-your-app passes its own tests of %s', async (_, file, tests) => {
    const printed = await run(file, '--test', '--test-reporter=tap');
    expect(printed.match(/^# (pass|fail) \d+$/gm)).toEqual([`# pass ${tests}`, '# fail 0']);
  });

  test('pg-boss-worker has one process mark and another tell, also after a failure', async () => {
    const printed = await run(new URL('../../../examples/pg-boss-worker/main.ts', import.meta.url));
    const lines = printed.trimEnd().split('\n');
    expect(lines).toHaveLength(6);
    expect(lines[0]).toMatch(/^web {5}marked 3 children present/);
    expect(lines.slice(1, 3).map(withoutAttempt).toSorted()).toEqual([
      'worker  marked, to Ibu Sri: Budi is present, Citra is present',
      'worker  marked, to Pak Agus: Dimas is present',
    ]);
    expect(lines.slice(3)).toEqual([
      'web     corrected Dimas: sick',
      'worker  corrected, attempt 2, to Pak Agus: Dimas is sick',
      'worker  stopped',
    ]);
  });
});

/** Which of two messages fails first is chance. */
function withoutAttempt(line: string): string {
  return line.replace(/, attempt [12],/, ',');
}

function withoutDates(text: string): string {
  return text.replaceAll(/\d{4}-\d{2}-\d{2}/g, 'YYYY-MM-DD');
}

const schools = [
  { id: 'melati', name: 'TK Melati', timezone: 'Asia/Jakarta' },
  { id: 'elsewhere', name: 'Elsewhere', timezone: 'Asia/Jakarta' },
];
const children = [
  { schoolId: 'melati', id: 'budi', name: 'Budi Santoso' },
  { schoolId: 'melati', id: 'citra', name: 'Citra Santoso' },
  { schoolId: 'elsewhere', id: 'dimas', name: 'Dimas Pratama' },
];

/** The app of the example, a school, and what was reported. */
function createSubject(change: (repository: MemoryRepository) => MemoryRepository = (repository) => repository) {
  const repository = change(createMemoryRepository({ idType: 'text', roster: { schools, children } }));
  const attendance = createAttendance({
    repository,
    clock: createTestClock('2026-03-02T08:00:00+07:00'),
    limits: { requireSchoolId: true },
  });
  const reported: unknown[] = [];
  const app = createApp({
    attendance,
    authenticate: async (token) => (token === 'sari' ? { id: 'ibu-sari', schoolId: 'melati' } : undefined),
    report: (error) => reported.push(error),
  });
  const postText = async (
    path: string,
    body: string,
    headers: Record<string, string> = { authorization: 'Bearer sari' },
  ) => {
    const response = await app.request(path, { method: 'POST', headers, body });
    return { status: response.status, headers: response.headers, body: await response.json() };
  };
  const post = (path: string, body: object) => postText(path, JSON.stringify(body));
  return { repository, attendance, reported, post, postText };
}

const present = { childId: 'budi', status: 'present', occurredAt: '2026-03-02T07:55:00+07:00' };

describe('the HTTP example', () => {
  test('marks a child at the instant that the JSON names', async () => {
    const { post } = createSubject();
    const { status, body } = await post('/marks', present);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      outcome: 'recorded',
      previousStatus: null,
      record: { schoolId: 'melati', markedBy: 'ibu-sari', occurredAt: '2026-03-02T00:55:00.000Z' },
    });
    expect((await post('/marks', present)).body).toMatchObject({ outcome: 'unchanged' });
  });

  test('marks many children, of one status or of one each', async () => {
    const { post } = createSubject();
    const one = await post('/bulk-marks', { childIds: ['budi', 'citra', 'dimas'], status: 'present' });
    expect(one.body).toMatchObject({
      outcomes: [{ outcome: 'recorded' }, { outcome: 'recorded' }, { outcome: 'rejected', code: 'child_not_found' }],
      tally: { recorded: 2, rejected: 1 },
    });
    const each = await post('/bulk-marks', { marks: [{ childId: 'budi', status: 'sick', reason: 'flu' }] });
    expect(each.body).toMatchObject({ outcomes: [{ outcome: 'corrected', record: { reason: 'flu' } }] });
  });

  test('takes school and teacher from authentication, whatever the body says', async () => {
    const { post, repository } = createSubject();
    const forged = { schoolId: 'elsewhere', markedBy: 'the-head' };
    await post('/marks', { ...present, ...forged });
    await post('/bulk-marks', { childIds: ['citra'], status: 'present', ...forged });
    await post('/bulk-marks', { marks: [{ childId: 'citra', status: 'sick', markedBy: 'the-head' }], ...forged });
    const { status, body } = await post('/marks', { childId: 'dimas', status: 'present', ...forged });
    expect({ status, code: body.code }).toEqual({ status: 404, code: 'child_not_found' });
    const written = repository.tables().revisions.map(({ schoolId, markedBy }) => `${schoolId} ${markedBy}`);
    expect(written).toEqual(Array(3).fill('melati ibu-sari'));
  });

  test.each([{}, { authorization: 'Bearer somebody' }, { authorization: 'Basic sari' }])(
    'refuses whom it does not know: %o',
    async (headers: Record<string, string>) => {
      const { postText, repository } = createSubject();
      const response = await postText('/marks', JSON.stringify(present), headers);
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
      expect(repository.tables().records).toEqual([]);
    },
  );

  test.each(['', '{ "childId": ', '[]', '"text"', 'null', '7'])(
    'answers a body that is no JSON object, %j, with 400',
    async (body) => {
      const { postText } = createSubject();
      for (const path of ['/marks', '/bulk-marks']) {
        const response = await postText(path, body);
        expect(response.status).toBe(400);
        expect(response.headers.get('content-type')).toBe('application/problem+json');
        expect(response.body).toEqual({
          type: 'https://docs.example.org/problems/malformed_body',
          title: 'Malformed body',
          status: 400,
          detail: 'the body must be a JSON object',
          code: 'malformed_body',
          retryable: false,
        });
      }
    },
  );

  test.each([
    ['/marks', { ...present, status: 'asleep' }, 'status'],
    ['/marks', { ...present, occurredAt: 'yesterday' }, 'occurredAt'],
    ['/marks', { ...present, occurredAt: '2026-03-02T09:00:00+07:00' }, 'occurredAt'],
    ['/marks', { ...present, extra: 1 }, ''],
    ['/bulk-marks', { childIds: [], status: 'present' }, 'childIds'],
    ['/bulk-marks', { childIds: ['budi', 'budi'], status: 'present' }, 'childIds.1'],
    ['/bulk-marks', { marks: [{ childId: 'budi', status: 'asleep' }] }, 'marks.0.status'],
    ['/bulk-marks', { marks: 'all' }, 'marks'],
    ['/bulk-marks', {}, 'childIds'],
  ])('says where in a command to %s something is wrong: %o', async (path, command, where) => {
    const { post } = createSubject();
    const { status, body } = await post(path, command);
    expect({ status, code: body.code, retryable: body.retryable }).toEqual({
      status: 422,
      code: 'invalid_command',
      retryable: false,
    });
    expect(body.details.issues[0].path).toBe(where);
  });

  test('tells which child a mark could not be recorded for', async () => {
    const { post } = createSubject();
    const { status, body } = await post('/marks', { ...present, childId: 'nobody' });
    expect(status).toBe(404);
    expect(body).toEqual({
      type: 'https://docs.example.org/problems/child_not_found',
      title: 'Child not found',
      status: 404,
      detail: 'the school has no such child',
      code: 'child_not_found',
      retryable: false,
      details: { childId: 'nobody', schoolId: 'melati' },
    });
  });

  test('tells the outcome of each child when all or nothing came to nothing', async () => {
    const { post } = createSubject();
    const bulk = { childIds: ['budi', 'nobody'], status: 'present', allOrNothing: true };
    const { status, body } = await post('/bulk-marks', bulk);
    expect(status).toBe(409);
    expect(body).toMatchObject({ code: 'bulk_rejected', details: { tally: { rejected: 2 } } });
  });

  test('has a client come back when the store is away', async () => {
    const { post, reported } = createSubject((repository) => ({
      ...repository,
      recordMarks: async () => {
        throw new AttendanceError('repository_unavailable', 'the database is not available', {
          reason: 'connection',
          sqlState: '57P01',
        });
      },
    }));
    const { status, headers, body } = await post('/marks', present);
    expect(status).toBe(503);
    expect(headers.get('retry-after')).toBe('2');
    expect(body).toMatchObject({ code: 'repository_unavailable', retryable: true });
    expect(JSON.stringify(body)).not.toContain('57P01');
    expect(reported).toHaveLength(1);
  });

  test.each([
    [1, '1'],
    [1_001, '2'],
    [60_000, '60'],
    [0, '2'],
  ])('has a client that sends too much wait for %i ms, in whole seconds', async (retryAfterMs, seconds) => {
    const { post, reported } = createSubject((repository) => ({
      ...repository,
      recordMarks: async () => {
        throw new AttendanceError('rate_limited', 'too many marks', { retryAfterMs });
      },
    }));
    const { status, headers, body } = await post('/marks', present);
    expect(status).toBe(429);
    expect(headers.get('retry-after')).toBe(seconds);
    expect(body).toMatchObject({ code: 'rate_limited', retryable: true, details: { retryAfterMs } });
    expect(reported).toEqual([]);
  });

  test('tells nothing of an error that nobody expected, and reports it', async () => {
    const { post, reported } = createSubject((repository) => ({
      ...repository,
      recordMarks: async () => {
        throw new TypeError('row (Budi Santoso, secret) is broken');
      },
    }));
    const { status, headers, body } = await post('/marks', present);
    expect(status).toBe(500);
    expect(headers.get('retry-after')).toBeNull();
    expect(body).toEqual({
      type: 'https://docs.example.org/problems/unexpected',
      title: 'Unexpected',
      status: 500,
      detail: 'something went wrong on our side',
      code: 'unexpected',
      retryable: false,
    });
    expect(reported).toEqual([expect.any(TypeError)]);
  });

  test('has no room for a body without end', async () => {
    const { post, reported } = createSubject();
    const { status, body } = await post('/marks', { ...present, note: 'a'.repeat(3_000_000) });
    expect({ status, code: body.code, reported }).toEqual({ status: 413, code: 'body_too_large', reported: [] });
  });

  test('answers a route that is not there with a problem too', async () => {
    const { post } = createSubject();
    const { status, body } = await post('/nowhere', {});
    expect({ status, code: body.code }).toEqual({ status: 404, code: 'route_not_found' });
  });

  test('refuses marks once attendance is closed', async () => {
    const { post, attendance } = createSubject();
    await attendance.close();
    const { status, body } = await post('/marks', present);
    expect({ status, code: body.code }).toEqual({ status: 503, code: 'closed' });
  });

  test.each<[AttendanceErrorCode, number]>([
    ['school_not_found', 404],
    ['not_enrolled', 409],
    ['date_in_future', 422],
    ['date_locked', 409],
  ])('answers %s with %i', (code, status) => {
    expect(toProblem(new AttendanceError(code, 'a message', { childId: 'budi' }))).toMatchObject({ code, status });
  });
});
