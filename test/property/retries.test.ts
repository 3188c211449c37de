import * as fc from 'fast-check';
import { createAttendance } from 'rollbook';
import { expect, test } from 'vitest';
import type { BulkInput, ClearInput, MarkInput } from './calls.ts';
import { TestClock } from './clock.ts';
import { seeded } from './seed.ts';
import { describeOnStores, type OpenStore } from './stores.ts';
import { sortTables } from './subject.ts';
import { childIdOf, createWorld, defaultLimits, schoolIdOf } from './world.ts';

type Command =
  | { readonly method: 'markAttendance'; readonly input: MarkInput }
  | { readonly method: 'markBulkAttendance'; readonly input: BulkInput }
  | { readonly method: 'clearAttendance'; readonly input: ClearInput };

const noon = new Date('2026-11-02T05:00:00Z');
const schoolId = schoolIdOf(0);
const children = [childIdOf(0, 0), childIdOf(0, 1)];

const status = fc.constantFrom('present', 'late', 'sick');
const details = {
  /** Before noon, so that the order of instants is not that of arrival. */
  minutes: fc.integer({ min: 0, max: 600 }),
  reason: fc.constantFrom(undefined, undefined, null, 'flu', 'bus'),
  note: fc.constantFrom(undefined, undefined, null, 'rang'),
};
const childId = fc.constantFrom(...children);
const plan = fc.oneof(
  { weight: 4, arbitrary: fc.record({ ...details, kind: fc.constant('mark' as const), childId, status }) },
  { weight: 2, arbitrary: fc.record({ ...details, kind: fc.constant('bulk' as const), status }) },
  { weight: 1, arbitrary: fc.record({ ...details, kind: fc.constant('clear' as const), childId }) },
);
type Plan = typeof plan extends fc.Arbitrary<infer Value> ? Value : never;

/** Commands at distinct instants, and after each of them the earlier ones to send again. */
const session = fc.record({
  plans: fc.uniqueArray(plan, { selector: ({ minutes }) => minutes, minLength: 2, maxLength: 10 }),
  retried: fc.array(fc.array(fc.nat({ max: 9 }), { maxLength: 4 }), { minLength: 10, maxLength: 10 }),
});
type Session = typeof session extends fc.Arbitrary<infer Value> ? Value : never;

describeOnStores('a command sent again', (openStore, storeName) => {
  const runs = storeName === 'memory' ? 500 : 25;

  test('has no further effect, whatever happened since', async () => {
    const property = fc.asyncProperty(session, (session) => expectRetriesToLeaveNoTrace(openStore, session));
    await fc.assert(property, seeded(`retries, ${storeName}`, runs));
  }, 120_000);
});

async function expectRetriesToLeaveNoTrace(openStore: OpenStore, { plans, retried }: Session): Promise<void> {
  const store = await openStore(createWorld({ startsAt: noon, limits: defaultLimits, stays: [] }));
  const clock = new TestClock(noon);
  const attendance = createAttendance({
    repository: store.repository,
    clock,
    sessions: ['am', 'pm'],
    notifications: { outbox: true },
  });
  const send = ({ method, input }: Command): Promise<unknown> => {
    if (method === 'markAttendance') return attendance.markAttendance(input);
    return method === 'clearAttendance' ? attendance.clearAttendance(input) : attendance.markBulkAttendance(input);
  };
  const commands = plans.map(toCommand);
  for (const [index, command] of commands.entries()) {
    await send(command);
    clock.advance(60_000);
    const before = sortTables(await store.tables());
    for (const each of retried[index] ?? []) await send(commands[each % (index + 1)] ?? command);
    expect(sortTables(await store.tables())).toEqual(before);
  }
}

function toCommand(plan: Plan): Command {
  const { minutes, reason, note } = plan;
  const shared = {
    schoolId,
    markedBy: 'teacher-1',
    occurredAt: new Date(noon.getTime() - minutes * 60_000),
    date: '2026-11-02',
    ...(reason !== undefined && { reason }),
  };
  const withNote = { ...shared, ...(note !== undefined && { note }) };
  switch (plan.kind) {
    case 'mark':
      return { method: 'markAttendance', input: { ...withNote, childId: plan.childId, status: plan.status } };
    case 'bulk':
      return { method: 'markBulkAttendance', input: { ...withNote, childIds: children, status: plan.status } };
    case 'clear':
      return { method: 'clearAttendance', input: { ...shared, childId: plan.childId } };
    default:
      return plan satisfies never;
  }
}
