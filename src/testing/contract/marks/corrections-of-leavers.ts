import type { Child, Roster } from '../../../domain/roster.js';
import { expectEqual, expectFields, expectRejected } from '../../kit/expectations.js';
import { outcomesOf } from '../world/columns-of.js';
import { at, enrol, today, tomorrow, yesterday } from '../world/contract-roster.js';
import type { ContractTopic, ContractWorld } from '../world/contract-world.js';
import { clearLater, markLater, markTogether } from '../world/mark-calls.js';
import { tellAll } from '../world/outbox-calls.js';
import { markOf, requestOf } from '../world/port-request.js';
import { sayings } from '../world/sayings.js';
import { expectCountsEqualRecords, expectNoTrace, findRecord } from '../world/store-snapshot.js';
import { toRoster } from '../world/to-roster.js';

/** Records of children who have left, moved or are off the roster: they can still be put right. */
export const correctionsOfLeavers: ContractTopic = {
  name: 'the record of a child who has left',
  tests: {
    'can be corrected and cleared at its school': async (world) => {
      for (const [how, roster, date] of departures(world)) {
        const { probe, children, mark, clear } = world;
        const { sekar } = children;
        await probe.setRoster(world.roster);
        const place = { schoolId: sekar.schoolId, date };
        await mark(sekar, 'present', { ...place, occurredAt: at('08:00') });
        await probe.setRoster(roster);

        const corrected = await mark(sekar, 'absent', { ...place, occurredAt: at('08:10') });
        expectFields(`the correction of ${how}`, corrected, { outcome: 'corrected', previousStatus: 'present' });
        const amended = await mark(sekar, 'absent', { ...place, occurredAt: at('08:20'), note: 'left' });
        expectFields(`the note of ${how}`, amended, { outcome: 'amended' });
        const older = await mark(sekar, 'late', { ...place, occurredAt: at('08:05') });
        expectFields(`the older mark of ${how}`, older, { outcome: 'superseded' });
        const cleared = await clear(sekar, { ...place, occurredAt: at('08:30') });
        expectFields(`the clear of ${how}`, cleared, { outcome: 'cleared', previousStatus: 'absent' });
        expectFields(`the record of ${how}`, await findRecord(probe, sekar, { date }), { status: null });
        await expectCountsEqualRecords(probe);
      }
    },

    'can be recorded anew once it was cleared, also when it never was marked': async (world) => {
      for (const [how, roster, date] of departures(world)) {
        const { probe, children, mark, clear } = world;
        const { sekar } = children;
        await probe.setRoster(world.roster);
        const place = { schoolId: sekar.schoolId, date };
        await clear(sekar, { ...place, occurredAt: at('08:00') });
        await probe.setRoster(roster);

        const recorded = await mark(sekar, 'late', { ...place, occurredAt: at('08:10') });
        expectFields(`the mark of ${how}`, recorded, { outcome: 'recorded', previousStatus: null });
        await expectCountsEqualRecords(probe);
      }
    },

    'opens no other day and session': async (world) => {
      for (const [how, roster, date, code] of departures(world)) {
        const { probe, children, mark, clear } = world;
        const { sekar } = children;
        await probe.setRoster(world.roster);
        const place = { schoolId: sekar.schoolId, date };
        await mark(sekar, 'present', { ...place, occurredAt: at('08:00') });
        await probe.setRoster(roster);

        await expectNoTrace(`a mark of ${how}`, probe, async () => {
          const occurredAt = at('08:10');
          await expectRejected('in pm', mark(sekar, 'late', { ...place, session: 'pm', occurredAt }), code);
          await expectRejected('a clear', clear(sekar, { ...place, session: 'pm', occurredAt }), code);
          const other = { ...place, date: '2026-02-11', occurredAt };
          await expectRejected('on another day', mark(sekar, 'late', other), code);
        });
      }
    },

    "is no other school's": async (world) => {
      const { probe, schools, children, mark } = world;
      const { sekar } = children;
      await mark(sekar, 'present', { occurredAt: at('08:00') });
      const foreign = { schoolId: schools.makassar.id, occurredAt: at('08:10') };
      await probe.setRoster(offRoster(world));
      await expectNoTrace('a mark', probe, async () => {
        await expectRejected('it', mark(sekar, 'absent', foreign), 'child_not_found');
      });

      await probe.setRoster(movedTo(world, today));
      const there = await mark(sekar, 'absent', foreign);
      expectFields('the mark at the new school', there, { outcome: 'recorded', previousStatus: null });
      const here = await mark(sekar, 'late', { ...foreign, schoolId: schools.jakarta.id });
      expectFields('the mark at the old one', here, { outcome: 'corrected', previousStatus: 'present' });
      await expectCountsEqualRecords(probe);
    },

    'is left alone or filled in by a bulk that asks for the unmarked only': async (world) => {
      const { probe, schools, children, repository, mark, clear } = world;
      const { sekar, bagas, intan } = children;
      await mark(sekar, 'sick', { occurredAt: at('08:00') });
      await clear(bagas, { occurredAt: at('08:00') });
      await probe.setRoster(leftSince(world, [sekar, bagas, intan]));
      const marks = [sekar, bagas, intan].map((child) => markOf(child, 'present', { occurredAt: at('08:10') }));
      const request = requestOf(marks, { schoolId: schools.jakarta.id, onlyUnmarked: true });

      const outcomes = outcomesOf(await repository.recordMarks(request));
      expectEqual('the outcomes', outcomes, ['kept', 'recorded', 'rejected']);
      await expectCountsEqualRecords(probe);
    },

    'lets all or nothing be recorded together with it': async (world) => {
      const { probe, schools, children, repository, mark } = world;
      const { sekar, bagas, intan } = children;
      await mark(sekar, 'present', { occurredAt: at('08:00') });
      await probe.setRoster(leftSince(world, [sekar, intan]));
      const send = (...group: readonly Child[]) => {
        const marks = group.map((child) => markOf(child, 'late', { occurredAt: at('08:10') }));
        return repository.recordMarks(requestOf(marks, { schoolId: schools.jakarta.id, allOrNothing: true }));
      };

      await expectNoTrace('a bulk with one who was never marked', probe, async () => {
        const codes = (await send(sekar, intan, bagas)).map((result) => 'code' in result && result.code);
        expectEqual('the codes', codes, ['bulk_rejected', 'not_enrolled', 'bulk_rejected']);
      });
      expectEqual('the outcomes', outcomesOf(await send(sekar, bagas)), ['corrected', 'recorded']);
    },

    'is left alone by a second try of what recorded it': async (world) => {
      const { probe, children, repository } = world;
      const { sekar } = children;
      const named = { schoolId: sekar.schoolId, occurredLast: true };
      const request = requestOf([markOf(sekar, 'present', named), markOf(sekar, 'late', { ...named, session: 'pm' })]);
      await repository.recordMarks(request);
      await probe.setRoster(leftSince(world, [sekar]));

      await expectNoTrace('the second try', probe, async () => {
        const results = await repository.recordMarks({ ...request, mayBeRecorded: true });
        expectEqual('the outcomes', outcomesOf(results), ['unchanged', 'unchanged']);
      });
    },

    'keeps to the days that may be edited': async (world) => {
      const { probe, children, repository } = world;
      const { sekar } = children;
      const named = { schoolId: sekar.schoolId, date: '2026-02-26' };
      await repository.recordMarks(requestOf([markOf(sekar, 'present', named)]));
      await probe.setRoster(offRoster(world));
      const again = [markOf(sekar, 'absent', { ...named, occurredAt: at('08:10') })];

      const [locked] = await repository.recordMarks(requestOf(again, { editableDays: 3 }));
      expectFields('three days', locked, { outcome: 'rejected', code: 'date_locked', date: named.date });
      const [corrected] = await repository.recordMarks(requestOf(again, { editableDays: 4 }));
      expectFields('four days', corrected, { outcome: 'corrected' });
    },

    'is corrected to those who were told, and counts no more': async (world) => {
      const { probe, schools, children, attendance } = world;
      const { nayla } = children;
      await markTogether(world, [nayla, children.intan], 'present');
      await tellAll(world);
      await probe.setRoster(leftSince(world, [nayla]));
      await clearLater(world, nayla);

      expectEqual('what is said', sayings(world, await tellAll(world)), [
        'dewi, cleared: nayla unmarked (was present)',
      ]);
      const summary = await attendance.getDailySummary({ schoolId: schools.jakarta.id });
      expectFields('the summary', summary, { enrolled: 3, attended: 1, unmarked: 2 });
    },

    'is rejected again once it is erased': async (world) => {
      const { probe, children, repository, mark } = world;
      const { sekar } = children;
      const { id: childId, schoolId } = sekar;
      for (const [roster, code] of [
        [leftSince(world, [sekar]), 'not_enrolled'],
        [offRoster(world), 'child_not_found'],
      ] as const) {
        await probe.setRoster(world.roster);
        await markLater(world, sekar, 'present');
        await probe.setRoster(roster);
        await repository.eraseChild({ schoolId, childId });
        await expectRejected('a mark', mark(sekar, 'absent', { schoolId }), code);
      }
    },
  },
};

type Departure = readonly [
  how: string,
  roster: Roster,
  /** The record's day. */
  date: string,
  /** With which another session is rejected. */
  code: 'not_enrolled' | 'child_not_found',
];

/** The ways in which sekar may go, each with a day on which it is enrolled no more. */
function departures(world: ContractWorld): readonly Departure[] {
  return [
    ['a child who has left', leftSince(world, [world.children.sekar]), today, 'not_enrolled'],
    ['a child who comes later', comesTomorrow(world), '2026-02-10', 'not_enrolled'],
    ['a child who has moved', movedTo(world, '2026-02-09'), '2026-02-12', 'not_enrolled'],
    ['a child off the roster', offRoster(world), yesterday, 'child_not_found'],
  ];
}

/** The contract's roster with these children gone since the first of February. */
function leftSince({ roster }: ContractWorld, children: readonly Child[]): Roster {
  const { enrolments = [] } = roster;
  const isGone = ({ childId }: { readonly childId: string }) => children.some(({ id }) => id === childId);
  const gone = children.map((child) => enrol(child, { enrolledUntil: '2026-01-31' }));
  return { ...roster, enrolments: [...enrolments.filter((enrolment) => !isGone(enrolment)), ...gone] };
}

function comesTomorrow({ roster, enrolments, children }: ContractWorld): Roster {
  const { sekar: _, ...others } = enrolments;
  return { ...roster, enrolments: [...Object.values(others), enrol(children.sekar, { enrolledFrom: tomorrow })] };
}

/** In Makassar from a day on, in Jakarta until the end of January. */
function movedTo({ idType, schools, children }: ContractWorld, date: string): Roster {
  const { jakarta, makassar } = schools;
  const moved = { ...children.sekar, schoolId: makassar.id };
  const own = [enrol(children.sekar, { enrolledUntil: '2026-01-31' }), enrol(moved, { enrolledFrom: date })];
  return toRoster([jakarta, makassar], [children.sekar, moved, children.bagas], idType, own);
}

/** As though sekar had never been there, enrolments included. */
function offRoster({ roster, enrolments, children }: ContractWorld): Roster {
  const { sekar: _, ...others } = enrolments;
  const left = roster.children.filter(({ id }) => id !== children.sekar.id);
  return { ...roster, children: left, enrolments: Object.values(others) };
}
