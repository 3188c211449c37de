import { expect, test } from 'vitest';
import { acceptsForeignChild } from './broken/accepts-foreign-child.ts';
import type { Break } from './broken/break-repository.ts';
import { breaksTiesWrong } from './broken/breaks-ties-wrong.ts';
import { countsReMarkTwice } from './broken/counts-twice.ts';
import { forgetsConfirmedAt } from './broken/forgets-confirmed-at.ts';
import { keepsHalfOfRefused } from './broken/keeps-half-of-refused.ts';
import { losesRevision } from './broken/loses-revision.ts';
import { returnsOutOfOrder } from './broken/returns-out-of-order.ts';
import { takesServersDay } from './broken/takes-servers-day.ts';
import { collectTests, findFailures } from './collect-tests.ts';
import { createMemoryFixture } from './memory-fixture.ts';

interface BrokenRepository {
  readonly fault: string;
  readonly breakIt: Break;
  /** The tests that are there for this fault; others may fail too. */
  readonly caughtBy: readonly string[];
}

const brokenRepositories: readonly BrokenRepository[] = [
  {
    fault: 'counts a re-mark twice',
    breakIt: countsReMarkTwice,
    caughtBy: [
      'the outcome of a mark leaves an agreeing mark without effect but for when the status was last confirmed',
      'concurrent callers who re-mark some children leave counts that equal the records',
    ],
  },
  {
    fault: 'loses a revision',
    breakIt: losesRevision,
    caughtBy: [
      'the outcome of a mark amends a record of the same status with another note, and keeps when the status began',
      'the history holds every change, the one stored last first',
    ],
  },
  {
    fault: "accepts another school's child",
    breakIt: acceptsForeignChild,
    caughtBy: [
      "the boundary between schools answers for another school's child as for one that doesn't exist",
      'the boundary between schools is drawn by the school that a request pins, whatever its marks say',
      'the boundary between schools is checked mark by mark in a batch of several schools',
    ],
  },
  {
    fault: 'forgets confirmedAt',
    breakIt: forgetsConfirmedAt,
    caughtBy: ['the outcome of a mark supersedes a mark older than the latest that agreed with the record'],
  },
  {
    fault: 'breaks ties the wrong way',
    breakIt: breaksTiesWrong,
    caughtBy: [
      'the order of marks counts the one that arrives later as the later of two at the same instant',
      'the order of marks takes the later of a mark and a clear at the same instant for the later',
    ],
  },
  {
    fault: 'keeps half of a refused allOrNothing',
    breakIt: keepsHalfOfRefused,
    caughtBy: [
      'the options of a bulk: allOrNothing records nothing when one child is rejected',
      'the options of a bulk: allOrNothing changes nothing that stands when it refuses a bulk',
    ],
  },
  {
    fault: "takes the server's day for the school's",
    breakIt: takesServersDay,
    caughtBy: [
      "the school day is that of the instant in the school's own time zone",
      'the school day differs between schools at the same instant',
    ],
  },
  {
    fault: 'returns outcomes out of order',
    breakIt: returnsOutOfOrder,
    caughtBy: ['a bulk answers in the order of the command, whatever came of each child'],
  },
];

test('the contract finds nothing wrong with a repository that is right', async () => {
  expect(await findFailures(createMemoryFixture)).toEqual([]);
});

test.each(brokenRepositories)('the contract catches a repository that $fault', async ({ breakIt, caughtBy }) => {
  const failures = await findFailures(async (input) => breakIt(await createMemoryFixture(input)));
  expect(failures).toEqual(expect.arrayContaining([...caughtBy]));
});

test('the contract has no two tests of one name', () => {
  const names = collectTests(createMemoryFixture).map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});
