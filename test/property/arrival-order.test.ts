import * as fc from 'fast-check';
import type { Mark } from 'rollbook';
import { expect, test } from 'vitest';
import { seeded } from './seed.ts';
import { describeOnStores, type OpenStore, type Store } from './stores.ts';

const schoolId = '5c4001ab-0000-4000-8000-000000000000';
const date = '2026-11-02';
const now = new Date('2026-11-02T12:00:00Z');
const sixAm = Date.UTC(2026, 10, 2, 6);

interface Event {
  readonly minute: number;
  readonly status: string | null;
  readonly reason: string | null | undefined;
}

/** Four marks and clears at distinct instants: 24 orders of arrival. */
const events: fc.Arbitrary<Event[]> = fc.uniqueArray(
  fc.record({
    minute: fc.integer({ min: 0, max: 300 }),
    status: fc.constantFrom('present', 'late', 'sick', null),
    reason: fc.constantFrom(undefined, null, 'flu'),
  }),
  { selector: ({ minute }) => minute, minLength: 4, maxLength: 4 },
);

describeOnStores('the same marks', (openStore, storeName) => {
  test('end in the same status in every order of arrival, and in counts that equal the records', async () => {
    const property = fc.asyncProperty(events, (events) => expectOrderNotToMatter(openStore, events));
    await fc.assert(property, seeded(`orders of arrival, ${storeName}`, 50));
  }, 120_000);

  test('end in the same status when they arrive at once', async () => {
    const property = fc.asyncProperty(events, (events) => expectRaceNotToMatter(openStore, events));
    await fc.assert(property, seeded(`arrivals at once, ${storeName}`, 50));
  }, 120_000);
});

/** Every child gets the same events, each in an order of its own; the first of each order arrive together, and so on. */
async function expectOrderNotToMatter(openStore: OpenStore, events: readonly Event[]): Promise<void> {
  const orders = permutationsOf(events);
  const store = await openStore(rosterOf(orders.length));
  for (const arrival of events.keys()) {
    const marks = orders.flatMap((order, child) =>
      order.slice(arrival, arrival + 1).map((event) => toMark(event, child)),
    );
    await store.repository.recordMarks(requestOf(marks));
  }
  await expectLastToStand(store, events, orders.length);
}

async function expectRaceNotToMatter(openStore: OpenStore, events: readonly Event[]): Promise<void> {
  const store = await openStore(rosterOf(1));
  await Promise.all(events.map((event) => store.repository.recordMarks(requestOf([toMark(event, 0)]))));
  await expectLastToStand(store, events, 1);
}

async function expectLastToStand(store: Store, events: readonly Event[], children: number): Promise<void> {
  const last = events.reduce((a, b) => (a.minute > b.minute ? a : b));
  const { records, counts } = await store.tables();
  const stands = { status: last.status, confirmedAt: instantOf(last) };
  expect(records).toHaveLength(children);
  expect(records).toEqual(records.map(() => expect.objectContaining(stands)));
  const { status } = last;
  expect(counts).toEqual(status === null ? [] : [{ schoolId, date, session: 'day', status, count: children }]);
}

function requestOf(marks: readonly Mark[]) {
  const options = { onlyUnmarked: false, allOrNothing: false, editableDays: null, correctDays: 7, jobIds: [] };
  return { ...options, marks, now, returning: 'outcomes' } as const;
}

function toMark(event: Event, child: number): Mark {
  const { status, reason } = event;
  const mark = { childId: idOf(child), status, date, session: 'day', markedBy: 'teacher-1' };
  return { ...mark, occurredAt: instantOf(event), occurredLast: false, ...(reason !== undefined && { reason }) };
}

function instantOf({ minute }: Event): Date {
  return new Date(sixAm + minute * 60_000);
}

function rosterOf(children: number) {
  const school = { id: schoolId, name: 'School', timezone: 'Asia/Jakarta', hasBrokenZone: false };
  const toChild = (_: unknown, child: number) => ({ schoolId, id: idOf(child), name: `Child ${child}` });
  return { schools: [school], children: Array.from({ length: children }, toChild), enrolments: [] };
}

function idOf(child: number): string {
  return `c41d00ef-0000-4000-8000-0000000000${String(child).padStart(2, '0')}`;
}

function permutationsOf<Item>(items: readonly Item[]): Item[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, index) =>
    permutationsOf(items.toSpliced(index, 1)).map((permutation) => [item, ...permutation]),
  );
}
