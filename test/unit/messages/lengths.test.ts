import { defaultStatuses } from 'rollbook';
import { renderNotification } from 'rollbook/messages';
import { describe, expect, test } from 'vitest';
import { aChange, aNotification, morning } from './support/a-notification.ts';
import { isGsm7, septets } from './support/gsm-7.ts';

const statuses = [...Object.keys(defaultStatuses), null];
/** 24 characters. */
const child = { id: 'child-1', name: 'Nayla Suryaningrat Putri' };
/** Noon, when times are longest: 12:05 PM. */
const noon = new Date(morning.getTime() + 5 * 3_600_000);
const schoolNames = [
  'TK Melati',
  'Kelapa Gading Nursery',
  'Taman Kanak-Kanak Islam Terpadu Permata Bunda Cabang Kelapa Gading Timur',
  '[{Kids}] ~ ^^ | \\'.repeat(9),
  'A'.repeat(5_000),
];
const naming = (name: string) => ({ id: 'school-1', name, timezone: 'Asia/Jakarta' });

describe.each(['en', 'id'])('in %s, a message about one child', (locale) => {
  test.each(schoolNames)('fits an SMS, whatever its status was and is, at school %s', (name) => {
    for (const status of statuses)
      for (const previousStatus of statuses)
        for (const session of ['day', 'am', 'pm']) {
          const change = aChange({ child, status, previousStatus, occurredAt: noon });
          const text = renderNotification(aNotification([change], { session, school: naming(name) }), { locale });
          expect(text).toSatisfy(isGsm7);
          expect(septets(text), text).toBeLessThanOrEqual(160);
          expect(text).toContain(child.name);
        }
  });
});

test('shortens a long school name and leaves one of 40 characters alone', () => {
  const schoolOf = (name: string) =>
    renderNotification(aNotification([aChange()], { school: naming(name) })).split(' (')[0];
  expect(schoolOf('S'.repeat(40))).toBe('S'.repeat(40));
  expect(schoolOf('S'.repeat(41))).toBe(`${'S'.repeat(37)}...`);
  expect(schoolOf('Taman Kanak-Kanak Islam Terpadu Bunda Cabang Timur')).toBe(
    'Taman Kanak-Kanak Islam Terpadu Bunda...',
  );
});

test('shortens a school name between letters as people see them', () => {
  const family = '👨‍👩‍👧';
  const text = renderNotification(aNotification([aChange()], { school: naming(family.repeat(9)) }));
  expect(text.startsWith(`${family.repeat(4)}... (`)).toBe(true);
});

test('never shortens a child or a status, and then leaves the school 40 characters', () => {
  const name = 'N'.repeat(200);
  const change = aChange({ child: { id: 'child-1', name }, status: 'excused' });
  const text = renderNotification(aNotification([change], { school: naming('S'.repeat(50)) }));
  expect(text).toBe(`${'S'.repeat(37)}... (Mon, Nov 2): ${name} was marked as absent but excused at 7:05 AM.`);
});
