import { testId } from 'rollbook/testing';
import {
  aDelivery,
  type Delivery,
  jobIdOf,
  minutes,
  occurredAt,
  type SeedLink,
  type SeedRecord,
  teacher,
  tokenOf,
} from './outbox-world.ts';

/** One situation of a delivery that a claim takes, in which everything that may decide about it is said. */
export interface Combination {
  readonly name: string;
  /** The one that is due. */
  readonly delivery: Delivery;
  /** Other deliveries that spoke of the same day. */
  readonly earlier: readonly Delivery[];
  readonly records: readonly SeedRecord[];
  readonly links: readonly SeedLink[];
}

type Content = readonly [status: string | null, previousStatus: string | null];

/** `undefined`: nothing is recorded. */
const statuses = [undefined, null, 'absent', 'late', 'present'] as const;

/** The fates and contents of another delivery. */
const others: readonly (readonly [Delivery['state'], ...Content] | null)[] = [
  null,
  ['delivered', 'absent', null],
  ['delivered', 'late', 'absent'],
  ['delivered', 'present', 'absent'],
  ['delivered', null, 'absent'],
  ['dead', null, 'absent'],
  ['dead', 'late', 'absent'],
  ['dropped', 'absent', null],
];

/** The contents that the delivery itself had at an earlier attempt. */
const owns: readonly (Content | null)[] = [
  null,
  ['absent', null],
  ['absent', 'late'],
  [null, 'absent'],
  ['late', null],
];

/** The subjects of the delivery besides the child in the morning. */
const companies = [
  'nothing',
  'news of a sibling',
  'what was said of a sibling',
  'a sibling gone',
  'the afternoon',
] as const;

/** Attempts made so far. */
const attempts = [1, 3] as const;
/** As many as there may be. */
export const maxAttempts = 3;

const change = (childId: string, session: string, [status, previousStatus]: Content) => ({
  childId,
  session,
  status,
  previousStatus,
  occurredAt,
  markedBy: teacher,
});

/**
 * Every combination of what stands, what was told, by which delivery and when, how often it was tried, whom else it
 * is about, and who is still there.
 * @param areSuspects  Whether the deliveries are held by a worker whose lease has run out: all were attempted then.
 */
export function deliveryCombinations(areSuspects: boolean): readonly Combination[] {
  const combinations: Combination[] = [];
  for (const status of statuses)
    for (const other of others)
      for (const own of areSuspects ? owns.filter((content) => content !== null) : owns)
        for (const attempt of own ? attempts : [0])
          for (const isOwnLast of own && other ? [true, false] : [true])
            for (const isOnRoster of [true, false])
              for (const onlyCorrects of [true, false])
                for (const company of companies) {
                  const number = combinations.length + 1;
                  const parts = { status, other, own, attempt, isOwnLast, isOnRoster, onlyCorrects, company };
                  combinations.push({ name: JSON.stringify(parts), ...toRows(number, parts, areSuspects) });
                }
  return combinations;
}

interface Parts {
  readonly status: (typeof statuses)[number];
  readonly other: (typeof others)[number];
  readonly own: Content | null;
  readonly attempt: number;
  readonly isOwnLast: boolean;
  readonly isOnRoster: boolean;
  readonly onlyCorrects: boolean;
  readonly company: (typeof companies)[number];
}

function toRows(number: number, parts: Parts, isSuspect: boolean): Omit<Combination, 'name'> {
  const { status, other, own, attempt, isOwnLast, isOnRoster, onlyCorrects, company } = parts;
  const guardianId = testId('guardian', number);
  const childId = testId('child', 2 * number);
  const siblingId = testId('child', 2 * number + 1);
  const isSaidTogether = company === 'what was said of a sibling' || company === 'a sibling gone';
  const subjects = [{ childId, subjectKey: 'am' }, ...subjectsOf(company, childId, siblingId)];
  const delivery = aDelivery({
    jobId: jobIdOf(2 * number),
    guardianId,
    subjects,
    onlyCorrects,
    attempt,
    changes: own && [
      change(childId, 'am', own),
      ...(isSaidTogether ? [change(siblingId, 'am', ['absent', null])] : []),
    ],
    toldOrder: own && (isOwnLast ? 2 : 1),
    ...(isSuspect && { leaseToken: tokenOf(number), leaseUntil: minutes(-1) }),
  });
  return {
    delivery,
    earlier: other ? [toEarlier(number, guardianId, childId, other, own !== null && !isOwnLast ? 2 : 1)] : [],
    records: [
      ...(status === undefined ? [] : [{ childId, session: 'am', status }]),
      ...(company === 'nothing' ? [] : [{ ...toRecord(company, childId, siblingId), status: 'absent' }]),
    ],
    links: [
      ...(isOnRoster ? [{ childId, guardianId }] : []),
      ...(company === 'news of a sibling' || company === 'what was said of a sibling'
        ? [{ childId: siblingId, guardianId }]
        : []),
    ],
  };
}

function subjectsOf(company: Parts['company'], childId: string, siblingId: string) {
  if (company === 'nothing') return [];
  return company === 'the afternoon' ? [{ childId, subjectKey: 'pm' }] : [{ childId: siblingId, subjectKey: 'am' }];
}

function toRecord(company: Parts['company'], childId: string, siblingId: string) {
  return company === 'the afternoon' ? { childId, session: 'pm' } : { childId: siblingId, session: 'am' };
}

function toEarlier(
  number: number,
  guardianId: string,
  childId: string,
  [state, ...content]: NonNullable<Parts['other']>,
  toldOrder: number,
): Delivery {
  return aDelivery({
    jobId: jobIdOf(2 * number + 1),
    guardianId,
    subjects: [{ childId, subjectKey: 'am' }],
    state,
    reason: state === 'dead' ? 'failed' : null,
    attempt: 1,
    changes: [change(childId, 'am', content)],
    toldOrder,
    createdAt: minutes(-120),
    settledAt: minutes(-90),
  });
}
