import type { NotifiedChange } from 'rollbook';
import { defaultCatalog, defineCatalog, renderNotification } from 'rollbook/messages';
import { describe, expect, test } from 'vitest';
import { aChange, aNotification, morning } from './support/a-notification.ts';

type Row = readonly [locale: string, previousStatus: string | null, status: string | null, text: string];

const marked: readonly Row[] = [
  ['en', null, 'present', 'TK Melati (Mon, Nov 2): Sekar was marked as present at 7:05 AM.'],
  ['en', null, 'late', 'TK Melati (Mon, Nov 2): Sekar was marked as late at 7:05 AM.'],
  ['en', null, 'sick', 'TK Melati (Mon, Nov 2): Sekar was marked as sick at 7:05 AM.'],
  ['en', null, 'excused', 'TK Melati (Mon, Nov 2): Sekar was marked as absent but excused at 7:05 AM.'],
  ['en', null, 'absent', 'TK Melati (Mon, Nov 2): Sekar was marked as absent at 7:05 AM.'],
  ['id', null, 'present', 'TK Melati (Sen, 2 Nov): Ananda Sekar tercatat hadir pukul 07.05.'],
  ['id', null, 'late', 'TK Melati (Sen, 2 Nov): Ananda Sekar tercatat terlambat pukul 07.05.'],
  ['id', null, 'sick', 'TK Melati (Sen, 2 Nov): Ananda Sekar tercatat sakit pukul 07.05.'],
  ['id', null, 'excused', 'TK Melati (Sen, 2 Nov): Ananda Sekar tercatat izin pukul 07.05.'],
  ['id', null, 'absent', 'TK Melati (Sen, 2 Nov): Ananda Sekar tercatat tidak hadir pukul 07.05.'],
];

const corrected: readonly Row[] = [
  ['en', 'absent', 'present', 'Update: Sekar was marked as present at 7:05 AM (previously: absent).'],
  ['en', 'absent', 'late', 'Update: Sekar was marked as late at 7:05 AM (previously: absent).'],
  ['en', 'late', 'sick', 'Update: Sekar was marked as sick at 7:05 AM (previously: late).'],
  ['en', 'sick', 'excused', 'Update: Sekar was marked as absent but excused at 7:05 AM (previously: sick).'],
  ['en', 'excused', 'absent', 'Update: Sekar was marked as absent at 7:05 AM (previously: absent but excused).'],
  ['en', 'present', 'absent', 'Update: Sekar was marked as absent at 7:05 AM (previously: present).'],
  ['id', 'absent', 'present', 'Pembaruan: Ananda Sekar tercatat hadir pukul 07.05 (sebelumnya: tidak hadir).'],
  ['id', 'absent', 'late', 'Pembaruan: Ananda Sekar tercatat terlambat pukul 07.05 (sebelumnya: tidak hadir).'],
  ['id', 'late', 'sick', 'Pembaruan: Ananda Sekar tercatat sakit pukul 07.05 (sebelumnya: terlambat).'],
  ['id', 'sick', 'excused', 'Pembaruan: Ananda Sekar tercatat izin pukul 07.05 (sebelumnya: sakit).'],
  ['id', 'excused', 'absent', 'Pembaruan: Ananda Sekar tercatat tidak hadir pukul 07.05 (sebelumnya: izin).'],
  ['id', 'present', 'absent', 'Pembaruan: Ananda Sekar tercatat tidak hadir pukul 07.05 (sebelumnya: hadir).'],
];

const cleared: readonly Row[] = [
  ['en', 'present', null, 'Please disregard that Sekar was marked as present. No attendance is recorded now.'],
  ['en', 'late', null, 'Please disregard that Sekar was marked as late. No attendance is recorded now.'],
  ['en', 'sick', null, 'Please disregard that Sekar was marked as sick. No attendance is recorded now.'],
  [
    'en',
    'excused',
    null,
    'Please disregard that Sekar was marked as absent but excused. No attendance is recorded now.',
  ],
  ['en', 'absent', null, 'Please disregard that Sekar was marked as absent. No attendance is recorded now.'],
  ['en', null, null, 'No attendance is recorded for Sekar now.'],
  [
    'id',
    'present',
    null,
    'Mohon abaikan pesan bahwa Ananda Sekar tercatat hadir. Saat ini kehadirannya belum dicatat.',
  ],
  [
    'id',
    'late',
    null,
    'Mohon abaikan pesan bahwa Ananda Sekar tercatat terlambat. Saat ini kehadirannya belum dicatat.',
  ],
  ['id', 'sick', null, 'Mohon abaikan pesan bahwa Ananda Sekar tercatat sakit. Saat ini kehadirannya belum dicatat.'],
  ['id', 'excused', null, 'Mohon abaikan pesan bahwa Ananda Sekar tercatat izin. Saat ini kehadirannya belum dicatat.'],
  [
    'id',
    'absent',
    null,
    'Mohon abaikan pesan bahwa Ananda Sekar tercatat tidak hadir. Saat ini kehadirannya belum dicatat.',
  ],
  ['id', null, null, 'Saat ini kehadiran Ananda Sekar belum dicatat.'],
];

test.each(marked)('in %s, tells after %s of %s with school, day and time', (locale, _, status, text) => {
  expect(renderNotification(aNotification([aChange({ status })]), { locale })).toBe(text);
});

test.each([...corrected, ...cleared])('in %s, tells after %s of %s', (locale, previousStatus, status, text) => {
  const rendered = renderNotification(aNotification([aChange({ status, previousStatus })]), { locale });
  expect(rendered.slice(rendered.indexOf(': ') + 2)).toBe(text);
});

test('what was withdrawn before, or is told once more, is no correction', () => {
  const plain = renderNotification(aNotification());
  expect(renderNotification(aNotification([aChange({ previousStatus: null })]))).toBe(plain);
  expect(renderNotification(aNotification([aChange({ previousStatus: 'present' })]))).toBe(plain);
});

const children = [
  aChange({ child: { id: '1', name: 'Sekar' }, status: 'present' }),
  aChange({ child: { id: '2', name: 'Bagas' }, status: 'late', previousStatus: 'absent', occurredAt: later(35) }),
  aChange({ child: { id: '3', name: 'Nayla' }, status: null, previousStatus: 'sick' }),
];

test('words each child of several by its own statuses', () => {
  expect(renderNotification(aNotification(children))).toBe(
    'TK Melati (Mon, Nov 2): Sekar was marked as present at 7:05 AM. ' +
      'Update: Bagas was marked as late at 7:40 AM (previously: absent). ' +
      'Please disregard that Nayla was marked as sick. No attendance is recorded now.',
  );
  expect(renderNotification(aNotification(children), { locale: 'id' })).toBe(
    'TK Melati (Sen, 2 Nov): Ananda Sekar tercatat hadir pukul 07.05. ' +
      'Pembaruan: Ananda Bagas tercatat terlambat pukul 07.40 (sebelumnya: tidak hadir). ' +
      'Mohon abaikan pesan bahwa Ananda Nayla tercatat sakit. Saat ini kehadirannya belum dicatat.',
  );
});

test.each([
  ['en', 'am', 'TK Melati (Mon, Nov 2, morning): Sekar was marked as present at 7:05 AM.'],
  ['en', 'pm', 'TK Melati (Mon, Nov 2, afternoon): Sekar was marked as present at 7:05 AM.'],
  ['en', 'afterSchool', 'TK Melati (Mon, Nov 2, "after school"): Sekar was marked as present at 7:05 AM.'],
  ['id', 'am', 'TK Melati (Sen, 2 Nov, pagi): Ananda Sekar tercatat hadir pukul 07.05.'],
  ['id', 'pm', 'TK Melati (Sen, 2 Nov, siang): Ananda Sekar tercatat hadir pukul 07.05.'],
])('names, in %s, the session %s', (locale, session, text) => {
  expect(renderNotification(aNotification([aChange()], { session }), { locale })).toBe(text);
});

describe('over several sessions', () => {
  const sick = aChange({ status: 'sick', session: 'am' });
  const bagas = { child: { id: 'child-2', name: 'Bagas' } };
  const render = (changes: readonly NotifiedChange[], locale = 'en') =>
    renderNotification(aNotification(changes), { locale });

  test('what is the same in all of them is said once, and they stand with the day', () => {
    const changes = [sick, { ...sick, session: 'pm' }];
    expect(render(changes)).toBe('TK Melati (Mon, Nov 2, morning and afternoon): Sekar was marked as sick at 7:05 AM.');
    expect(render([...changes, { ...sick, session: 'evening' }], 'en-GB')).toContain(
      'Mon 2 Nov, morning, afternoon and "evening"): Sekar was',
    );
  });

  test('what differs is said of each, and the day once', () => {
    const changes = [
      sick,
      { ...sick, session: 'pm', status: 'present', previousStatus: 'absent' },
      { ...sick, ...bagas, session: 'pm', status: null, previousStatus: 'late' },
    ];
    expect(render(changes)).toBe(
      'TK Melati (Mon, Nov 2): Sekar (morning) was marked as sick at 7:05 AM. ' +
        'Update: Sekar (afternoon) was marked as present at 7:05 AM (previously: absent). ' +
        'Please disregard that Bagas (afternoon) was marked as late. No attendance is recorded now.',
    );
    expect(render(changes, 'id')).toBe(
      'TK Melati (Sen, 2 Nov): Ananda Sekar (pagi) tercatat sakit pukul 07.05. ' +
        'Pembaruan: Ananda Sekar (siang) tercatat hadir pukul 07.05 (sebelumnya: tidak hadir). ' +
        'Mohon abaikan pesan bahwa Ananda Bagas (siang) tercatat terlambat. Saat ini kehadirannya belum dicatat.',
    );
  });

  test('a child that was sick in all of them takes one sentence beside a sibling that was in one', () => {
    const changes = [sick, { ...sick, session: 'pm' }, { ...sick, ...bagas }];
    expect(render(changes)).toBe(
      'TK Melati (Mon, Nov 2): Sekar (morning and afternoon) was marked as sick at 7:05 AM. ' +
        'Bagas (morning) was marked as sick at 7:05 AM.',
    );
  });

  test('siblings who were in the same ones are told of like one', () => {
    const changes = [sick, { ...sick, session: 'pm' }].flatMap((change) => [change, { ...change, ...bagas }]);
    expect(render(changes)).toBe(
      'TK Melati (Mon, Nov 2, morning and afternoon): Sekar was marked as sick at 7:05 AM. ' +
        'Bagas was marked as sick at 7:05 AM.',
    );
  });

  test('two children of one name take a sentence each', () => {
    const twice = [sick, { ...sick, child: { id: 'child-2', name: 'Sekar' } }];
    expect(render(twice).match(/Sekar was marked/g)).toHaveLength(2);
  });

  test('the session `day` is never named, and never hidden behind another one', () => {
    const changes = [{ ...sick, session: 'day' }, sick];
    expect(render(changes)).toBe(
      'TK Melati (Mon, Nov 2): Sekar was marked as sick at 7:05 AM. Sekar (morning) was marked as sick at 7:05 AM.',
    );
  });

  test('a language that the runtime does not know lists them with commas', () => {
    const catalog = defineCatalog({ tlh: defaultCatalog.en });
    const text = renderNotification(aNotification([sick, { ...sick, session: 'pm' }]), { locale: 'tlh', catalog });
    expect(text).toContain('(2026-11-02, morning, afternoon)');
  });
});

test.each([
  ['onTrip', '"on trip"'],
  ['on_school-trip', '"on school trip"'],
  ['constructor', '"constructor"'],
  ['__proto__', '"proto"'],
  ['late\nBcc: all', '"late bcc: all"'],
  ['', '"?"'],
])('a status that no catalog knows (%j) is named as it reads, not refused', (status, words) => {
  expect(renderNotification(aNotification([aChange({ status })]))).toContain(`marked as ${words} at`);
  expect(renderNotification(aNotification([aChange({ previousStatus: status })]))).not.toContain('undefined');
});

test('tells neither who marked nor anything else that the notification carries', () => {
  const change = { ...aChange({ markedBy: 'Mr Secret' }), note: 'the secret note', reason: 'secret' };
  const guardian = { id: 'secret', name: 'Mrs Secret', locale: 'en', contact: 'secret' };
  expect(renderNotification(aNotification([change], { guardian }))).not.toMatch(/secret/i);
});

function later(minutes: number): Date {
  return new Date(morning.getTime() + minutes * 60_000);
}
