import { expectEqual, expectFields, expectRejected } from '../../kit/expectations.js';
import { testId } from '../../kit/test-ids.js';
import { outcomesOf } from '../world/columns-of.js';
import { at, today, yesterday } from '../world/contract-roster.js';
import type { ContractTopic } from '../world/contract-world.js';
import { byRevisionId } from '../world/store-snapshot.js';
import { toRoster } from '../world/to-roster.js';

/** Every change of a child's records. */
export const histories: ContractTopic = {
  name: 'the history',
  tests: {
    'holds every change, the one stored last first': async ({
      probe,
      schools,
      children,
      clock,
      attendance,
      mark,
      clear,
    }) => {
      const { sekar, bagas } = children;
      await mark(sekar, 'present', { occurredAt: at('08:00') });
      await mark(sekar, 'present', { occurredAt: at('08:10'), note: 'waved' });
      await mark(bagas, 'present', { occurredAt: at('08:10') });
      await mark(sekar, 'sick', { occurredAt: at('09:00'), reason: 'fever', markedBy: 'nurse-1' });
      clock.advance(1);
      await clear(sekar, { occurredAt: at('10:00'), reason: 'wrong child' });
      await mark(sekar, 'absent', { occurredAt: at('08:30') });

      const history = await attendance.getHistory({ schoolId: schools.jakarta.id, childId: sekar.id });

      const mine = (await probe.revisions()).filter(({ childId }) => childId === sekar.id);
      expectEqual('the history', history, mine.toReversed());
      const outcomes = ['superseded', 'cleared', 'corrected', 'amended', 'recorded'];
      expectEqual('the outcomes', outcomesOf(history), outcomes);
      expectEqual(
        'the statuses',
        history.map(({ status }) => status),
        ['absent', null, 'sick', 'present', 'present'],
      );
      expectEqual(
        'the statuses before',
        history.map(({ previousStatus }) => previousStatus),
        [null, 'sick', 'present', 'present', null],
      );
    },

    'numbers the changes of a child and day upwards, over sessions, in one instant and when the clock goes back':
      async ({ schools, children, clock, attendance, mark }) => {
        const { id: childId } = children.sekar;
        const bulk = { schoolId: schools.jakarta.id, markedBy: 'teacher-1', date: today };
        const noon = clock.now();
        await mark(children.sekar, 'present', { date: today, session: 'am' });
        await mark(children.sekar, 'present', { date: today, session: 'pm' });
        const marks = (['am', 'pm'] as const).map((session) => ({ childId, status: 'sick' as const, session }));
        await attendance.markBulkAttendance({ ...bulk, marks });
        clock.advance(-60_000);
        await mark(children.sekar, 'late', { date: today, session: 'am' });
        clock.advance(noon.getTime() - clock.now().getTime());
        await mark(children.sekar, 'late', { date: today, session: 'pm' });

        const history = await attendance.getHistory({ schoolId: schools.jakarta.id, childId });

        expectEqual(
          'the sessions, the last first',
          history.map(({ session }) => session),
          ['pm', 'am', 'pm', 'am', 'pm', 'am'],
        );
        expectEqual('the ids', new Set(history.map(({ id }) => id)).size, history.length);
      },

    'tells of each change everything that was said': async ({ schools, children, clock, attendance, mark }) => {
      const place = { schoolId: schools.jakarta.id, childId: children.sekar.id };
      await mark(children.sekar, 'sick', {
        occurredAt: at('09:00'),
        reason: 'fever',
        note: 'called home',
        markedBy: 'nurse-1',
        session: 'pm',
      });
      const recordedAt = clock.now();
      clock.advance(60_000);
      await mark(children.sekar, 'sick', { occurredAt: at('09:30'), note: 'fetched', session: 'pm' });

      const [amended, recorded] = await attendance.getHistory(place);
      const key = { ...place, date: today, session: 'pm', status: 'sick', reason: 'fever', superseded: false };
      const first = { outcome: 'recorded', previousStatus: null, note: 'called home', markedBy: 'nurse-1' };
      expectEqual('the first', recorded, { id: recorded?.id, ...key, ...first, occurredAt: at('09:00'), recordedAt });
      const second = { outcome: 'amended', previousStatus: 'sick', note: 'fetched', markedBy: 'teacher-1' };
      expectEqual('the second', amended, {
        id: amended?.id,
        ...key,
        ...second,
        occurredAt: at('09:30'),
        recordedAt: clock.now(),
      });
    },

    'gives each change an id greater than those before': async ({ schools, children, attendance, mark }) => {
      for (const [index, status] of [...twelveStatuses()].entries()) {
        await mark(children.sekar, status, { occurredAt: new Date(at('08:00').getTime() + index) });
      }

      const history = await attendance.getHistory({ schoolId: schools.jakarta.id, childId: children.sekar.id });
      const ids = history.map(({ id }) => id);
      expectEqual(
        'the ids',
        ids,
        ids.toSorted((a, b) => b.length - a.length || (a < b ? 1 : -1)),
      );
      expectEqual('the number of distinct ids', new Set(ids).size, 12);
    },

    'reaches from a day to a day, both included': async ({ schools, children, attendance, mark }) => {
      const days = ['2026-02-24', '2026-02-25', '2026-02-26', '2026-02-27'];
      for (const date of days) await mark(children.sekar, 'present', { date, occurredAt: at('08:00') });
      const daysOf = async (span: { from?: string; to?: string }) => {
        const query = { schoolId: schools.jakarta.id, childId: children.sekar.id, ...span };
        return (await attendance.getHistory(query)).map(({ date }) => date);
      };

      expectEqual('all', await daysOf({}), days.toReversed());
      expectEqual('from', await daysOf({ from: '2026-02-26' }), ['2026-02-27', '2026-02-26']);
      expectEqual('to', await daysOf({ to: '2026-02-25' }), ['2026-02-25', '2026-02-24']);
      expectEqual('both', await daysOf({ from: '2026-02-25', to: '2026-02-26' }), ['2026-02-26', '2026-02-25']);
      expectEqual('one day', await daysOf({ from: '2026-02-25', to: '2026-02-25' }), ['2026-02-25']);
      expectEqual('no day', await daysOf({ from: '2026-02-27', to: '2026-02-24' }), []);
    },

    'is in the order of storing, also across days': async ({ schools, children, clock, attendance, mark }) => {
      await mark(children.sekar, 'present', { date: today, occurredAt: at('08:00') });
      clock.advance(1);
      await mark(children.sekar, 'present', { date: yesterday, occurredAt: at('08:00') });
      clock.advance(1);
      await mark(children.sekar, 'late', { date: today, occurredAt: at('08:30') });

      const history = await attendance.getHistory({ schoolId: schools.jakarta.id, childId: children.sekar.id });
      expectEqual(
        'the days',
        history.map(({ date }) => date),
        [today, yesterday, today],
      );
    },

    'is in the order of the command for what one bulk changed': async ({ schools, children, attendance }) => {
      const place = { schoolId: schools.jakarta.id, childId: children.sekar.id };
      const places = [
        { date: today, session: 'pm' },
        { date: yesterday, session: 'am' },
        { date: today, session: 'am' },
      ] as const;
      const marks = places.map((own) => ({ childId: children.sekar.id, status: 'present', ...own }) as const);
      await attendance.markBulkAttendance({ schoolId: place.schoolId, markedBy: 'teacher-1', marks });

      const history = await attendance.getHistory(place);
      expectEqual(
        'the places',
        history.map(({ date, session }) => ({ date, session })),
        places.toReversed(),
      );
    },

    'has the latest day first of what was stored at one instant, and of a day what was stored last': async ({
      schools,
      children,
      attendance,
      mark,
    }) => {
      const places = [
        { date: yesterday, session: 'pm' },
        { date: today, session: 'am' },
        { date: today, session: 'pm' },
        { date: yesterday, session: 'am' },
      ] as const;
      for (const place of places) await mark(children.sekar, 'present', { occurredAt: at('08:00'), ...place });

      const history = await attendance.getHistory({ schoolId: schools.jakarta.id, childId: children.sekar.id });
      expectEqual(
        'the places',
        history.map(({ date, session }) => `${date} ${session}`),
        [`${today} pm`, `${yesterday} am`, `${today} am`, `${yesterday} pm`],
      );
    },

    'never gives an id again, nor a smaller one, though the clock goes back and revisions are purged': async ({
      probe,
      repository,
      children,
      clock,
      mark,
    }) => {
      await mark(children.sekar, 'present', { occurredAt: at('08:00') });
      await mark(children.sekar, 'late', { occurredAt: at('08:10') });
      const [, { id: last } = { id: '' }] = byRevisionId(await probe.revisions());
      const nextYear = new Date('2027-03-02T12:00:00+07:00');
      const { revisions } = await repository.purge({
        now: nextYear,
        revisionsBefore: nextYear,
        correctDays: 7,
        limit: 1_000,
      });
      expectEqual('the revisions purged', revisions, 2);
      clock.advance(-3_600_000);
      await mark(children.sekar, 'absent', { occurredAt: at('08:20') });

      const [next] = await probe.revisions();
      expectEqual('the id', BigInt(next?.id ?? 0) > BigInt(last), true);
    },

    'is empty for a child who was never marked': async ({ schools, children, attendance }) => {
      const history = await attendance.getHistory({ schoolId: schools.jakarta.id, childId: children.sekar.id });

      expectEqual('the history', history, []);
    },

    'outlives the child on the roster': async ({ probe, idType, schools, children, attendance, mark }) => {
      await mark(children.sekar, 'present', { occurredAt: at('08:00') });
      await probe.setRoster(toRoster([schools.jakarta], [children.bagas], idType));
      const query = { schoolId: schools.jakarta.id, childId: children.sekar.id };

      expectFields('the revision', (await attendance.getHistory(query))[0], { status: 'present' });
      expectEqual('before the first', await attendance.getHistory({ ...query, to: yesterday }), []);
    },

    'of a child whom nobody knows is an error': async ({ idType, schools, attendance }) => {
      const query = { schoolId: schools.jakarta.id, childId: testId('child', 99, idType) };

      await expectRejected('the history', attendance.getHistory(query), 'child_not_found');
    },

    'stays with the school where it was made': async ({ probe, idType, schools, children, attendance, mark }) => {
      const { jakarta, makassar } = schools;
      await mark(children.sekar, 'present', { occurredAt: at('08:00') });
      await probe.setRoster(toRoster([jakarta, makassar], [{ ...children.sekar, schoolId: makassar.id }], idType));
      const { id: childId } = children.sekar;

      expectEqual('at the new school', await attendance.getHistory({ schoolId: makassar.id, childId }), []);
      expectEqual('at the old one', (await attendance.getHistory({ schoolId: jakarta.id, childId })).length, 1);
    },
  },
};

function twelveStatuses() {
  return Array.from({ length: 12 }, (_, index) => (index % 2 === 0 ? 'present' : 'absent'));
}
