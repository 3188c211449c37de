import { expect, test } from 'vitest';
import { errorOf } from '../support/error-of.ts';
import { expectInvalid } from '../support/expect-invalid.ts';
import { goodBulk, goodMark, ids, openSchool } from '../support/open-school.ts';

const explode = () => {
  throw new Error('Putri Ayu');
};

function withGetter(command: object, field: string, get: () => unknown): object {
  return Object.defineProperty({ ...command }, field, { enumerable: true, get });
}

test.each(['childId', 'status', 'markedBy', 'schoolId', 'occurredAt', 'reason'])(
  'refuses a mark whose %s throws when read',
  async (field) => {
    const error = await expectInvalid('markAttendance', withGetter(goodMark, field, explode));
    expect(error.message).not.toContain('Putri');
  },
);

test.each(['schoolId', 'childIds', 'status', 'markedBy', 'onlyUnmarked'])(
  'refuses a bulk whose %s throws when read',
  async (field) => {
    await expectInvalid('markBulkAttendance', withGetter(goodBulk, field, explode));
  },
);

test('refuses a bulk whose marks throw when read', async () => {
  const rest = { schoolId: ids.school, markedBy: 'teacher-1' };
  await expectInvalid('markBulkAttendance', withGetter(rest, 'marks', explode));
  const mark = withGetter({ childId: ids.ani, status: 'present' }, 'status', explode);
  await expectInvalid('markBulkAttendance', { ...rest, marks: [mark] });
});

test.each(['get', 'has', 'ownKeys', 'getPrototypeOf', 'getOwnPropertyDescriptor'] as const)(
  'refuses or reads a Proxy whose %s throws, and lets nothing else escape',
  async (trap) => {
    const { attendance } = openSchool();
    const proxy = new Proxy({ ...goodMark }, { [trap]: explode });
    const bulk = new Proxy({ ...goodBulk }, { [trap]: explode });
    for (const [method, command] of [
      ['markAttendance', proxy],
      ['markBulkAttendance', bulk],
    ] as const) {
      const outcome = await Reflect.apply(attendance[method], attendance, [command]).then(
        () => 'taken',
        (error: unknown) => errorOf(() => Promise.reject(error)).then(({ code }) => code),
      );
      expect(['taken', 'invalid_command']).toContain(outcome);
    }
  },
);

test('refuses a revoked Proxy', async () => {
  const { proxy, revoke } = Proxy.revocable({ ...goodMark }, {});
  revoke();
  await expectInvalid('markAttendance', proxy);
  await expectInvalid('markBulkAttendance', proxy);
  const list = Proxy.revocable([], {});
  list.revoke();
  await expectInvalid('markBulkAttendance', { ...goodBulk, childIds: list.proxy });
});

test('reads a harmless Proxy like the command it stands for', async () => {
  const { attendance } = openSchool();
  const proxy = new Proxy({ ...goodMark }, {});
  await expect(attendance.markAttendance(proxy)).resolves.toMatchObject({ outcome: 'recorded' });
});

test('reads each field once, so that it cannot change between check and use', async () => {
  const { attendance } = openSchool();
  const answers = ['present', 'no status at all'];
  const command = withGetter(goodMark, 'status', () => answers.shift());
  const { record } = await Reflect.apply(attendance.markAttendance, attendance, [command]);
  expect(record.status).toBe('present');
});

test('takes a command without a prototype', async () => {
  const { attendance } = openSchool();
  const command = Object.assign(Object.create(null), goodMark);
  await expect(attendance.markAttendance(command)).resolves.toMatchObject({ outcome: 'recorded' });
});

test('stands a command that refers to itself', async () => {
  const loop: Record<string, unknown> = { ...goodMark };
  loop['note'] = loop;
  await expectInvalid('markAttendance', loop, 'note');
});

test('refuses bytes that nobody has parsed, without looking at each', async () => {
  await expectInvalid('markAttendance', new Uint8Array(10_000_000), '');
  await expectInvalid('getDailySummary', Buffer.from(JSON.stringify({ schoolId: ids.school })), '');
  const marks = [{ childId: goodMark.childId, status: 'late' }, new Uint8Array(10_000_000)];
  await expectInvalid('markBulkAttendance', { schoolId: ids.school, markedBy: 'teacher', marks }, 'marks');
});

test('refuses a query that cannot even be described', async () => {
  const { proxy, revoke } = Proxy.revocable([], {});
  revoke();
  const { notifications } = openSchool().attendance;
  const error = await errorOf(() => Reflect.apply(notifications.deadLetters, undefined, [{ limit: proxy }]));
  expect(error.code).toBe('invalid_command');
});
