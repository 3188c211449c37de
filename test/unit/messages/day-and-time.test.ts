import { defaultCatalog, renderNotification } from 'rollbook/messages';
import { expect, test } from 'vitest';
import { addDays } from '../../../src/domain/school-day.ts';
import { aChange, aNotification, morning } from './support/a-notification.ts';
import { isGsm7 } from './support/gsm-7.ts';

const inZone = (timezone: string, occurredAt = morning) =>
  aNotification([aChange({ occurredAt })], { school: { id: 'school-1', name: 'TK Melati', timezone } });

test.each([
  ['en', 'Asia/Jakarta', '7:05 AM'],
  ['en', 'Asia/Jayapura', '9:05 AM'],
  ['en-GB', 'Asia/Jayapura', '09:05'],
  ['id', 'Asia/Jakarta', '07.05'],
  ['id', 'Asia/Jayapura', '09.05'],
  ['id-ID', 'asia/makassar', '08.05'],
])('writes the same instant, in %s, by the clock of %s', (locale, timezone, time) => {
  expect(renderNotification(inZone(timezone), { locale })).toMatch(new RegExp(` (at|pukul) ${time}\\.$`));
});

test.each(['', 'Mars/Phobos', 'UTC+7', '+07:00', 'Asia/Jakarta\n'])(
  'leaves out the time in the zone %j',
  (timezone) => {
    expect(renderNotification(inZone(timezone))).toBe('TK Melati (Mon, Nov 2): Sekar was marked as present.');
    expect(renderNotification(inZone(timezone), { locale: 'id' })).toBe(
      'TK Melati (Sen, 2 Nov): Ananda Sekar tercatat hadir.',
    );
  },
);

test('leaves out a time that belongs to another day than the notification', () => {
  const without = 'TK Melati (Mon, Nov 2): Sekar was marked as present.';
  expect(renderNotification(inZone('Asia/Jakarta', new Date('2026-11-03T00:05:00Z')))).toBe(without);
  expect(renderNotification(inZone('Asia/Jakarta', new Date('2026-11-02T17:00:00Z')))).toBe(without);
  expect(renderNotification(inZone('Asia/Jakarta', new Date('2026-11-01T17:00:00Z')))).toContain('at 12:00 AM.');
});

test.each(['en', 'en-GB', 'id'])('writes every day and time of the year, in %s, as an SMS can carry it', (locale) => {
  for (let days = 0; days < 366; days += 1) {
    const occurredAt = new Date(morning.getTime() + days * 86_400_000);
    const date = addDays('2026-11-02', days);
    const text = renderNotification({ ...inZone('Asia/Jakarta', occurredAt), date }, { locale });
    expect(text).toMatch(/07.05|7:05 AM/);
    expect(text).toSatisfy(isGsm7);
  }
});

test('writes a day and a time of digits in a language that the runtime does not know', () => {
  expect(renderNotification(aNotification(), { locale: 'qaa', catalog: { qaa: defaultCatalog.en } })).toBe(
    'TK Melati (2026-11-02): Sekar was marked as present at 07:05.',
  );
});
