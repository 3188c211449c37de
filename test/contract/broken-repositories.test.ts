import { expect, test } from 'vitest';
import { acceptsForeignChild } from './broken/accepts-foreign-child.ts';
import type { Break } from './broken/break-repository.ts';
import { breaksTiesWrong } from './broken/breaks-ties-wrong.ts';
import { countsNoAttempt } from './broken/counts-no-attempt.ts';
import { countsReMarkTwice } from './broken/counts-twice.ts';
import { forgetsConfirmedAt } from './broken/forgets-confirmed-at.ts';
import { forgetsFirstTries } from './broken/forgets-first-tries.ts';
import { forgetsToldState } from './broken/forgets-told-state.ts';
import { ignoresLeaseToken } from './broken/ignores-lease-token.ts';
import { keepsHalfOfRefused } from './broken/keeps-half-of-refused.ts';
import { losesRevision } from './broken/loses-revision.ts';
import { repeatsWhatChanged } from './broken/repeats-what-changed.ts';
import { returnsOutOfOrder } from './broken/returns-out-of-order.ts';
import { sharesDeliveries } from './broken/shares-deliveries.ts';
import { showsTodaysRoster } from './broken/shows-todays-roster.ts';
import { takesLastOfTwo } from './broken/takes-last-of-two.ts';
import { takesServersDay } from './broken/takes-servers-day.ts';
import { turnsLeaversAway } from './broken/turns-leavers-away.ts';
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
    fault: 'forgets first tries',
    breakIt: forgetsFirstTries,
    caughtBy: ["a request that may be recorded already leaves no trace after somebody's later correction"],
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
    fault: 'shows every day with the roster of today',
    breakIt: showsTodaysRoster,
    caughtBy: [
      'enrolments show a past day with the classes of that day',
      'enrolments show a past day with a child who has moved to another school since',
      'the register holds a child from its first to its last day',
    ],
  },
  {
    fault: 'turns corrections of children who have left away',
    breakIt: turnsLeaversAway,
    caughtBy: [
      'the record of a child who has left can be corrected and cleared at its school',
      'the record of a child who has left is left alone by a second try of what recorded it',
    ],
  },
  {
    fault: 'takes the last of two marks of one child',
    breakIt: takesLastOfTwo,
    caughtBy: [
      'a child in a bulk may come on several days',
      'a child in a bulk is refused twice by the repository itself',
    ],
  },
  {
    fault: 'returns outcomes out of order',
    breakIt: returnsOutOfOrder,
    caughtBy: ['a bulk answers in the order of the command, whatever came of each child'],
  },
  {
    fault: 'ignores the token of a lease',
    breakIt: ignoresLeaseToken,
    caughtBy: [
      'a lease lets nobody else say it',
      'a lease that ran out still counts, until somebody else takes the delivery over',
    ],
  },
  {
    fault: 'shares a delivery among those who claim it',
    breakIt: sharesDeliveries,
    caughtBy: [
      'a claim never shares a delivery with another one',
      'a delivery whose worker died is taken over by one of several callers',
      'the order of deliveries holds among any number of workers',
    ],
  },
  {
    fault: 'forgets what was told',
    breakIt: forgetsToldState,
    caughtBy: [
      'what guardians are told is the correction of what they were told, under an id of its own',
      'what guardians are told is nothing anew when a status goes away and comes back before anybody is told',
      'what guardians are told is a mark withdrawn, once they were told of it',
    ],
  },
  {
    fault: 'counts no attempt',
    breakIt: countsNoAttempt,
    caughtBy: [
      'a claim counts attempts, and waits until the next one is due',
      'a delivery whose worker died is given up when every attempt ended so, and becomes a dead letter',
    ],
  },
  {
    fault: 'repeats what is no longer true',
    breakIt: repeatsWhatChanged,
    caughtBy: [
      'what was attempted never says anew what was corrected meanwhile',
      'dead letters say what is true by then, under another id',
    ],
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
