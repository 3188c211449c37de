import * as fc from 'fast-check';
import { type DefaultStatus, defaultStatuses } from 'rollbook';
import { defaultCatalog, renderNotification } from 'rollbook/messages';
import { expect, test } from 'vitest';
import { seeded } from '../../property/seed.ts';
import { aChange, aNotification } from './support/a-notification.ts';

const naming = (name: string) => aChange({ child: { id: 'child-1', name } });
const textOf = (name: string) => renderNotification(aNotification([naming(name)]));

test.each([
  ['line breaks', 'Sekar\r\nTo: +62811', 'Sekar To: +62811'],
  ['a line separator', 'Sekar\u2028Putri\u2029', 'Sekar Putri'],
  ['a NUL and an escape', 'Sekar\0\u001b[31m', 'Sekar [31m'],
  ['a delete and a C1 next line', 'Sekar\u007f\u0085Putri', 'Sekar Putri'],
  ['a bidirectional override', '\u202eSekar\u202c', 'Sekar'],
  ['bidirectional isolates and marks', '\u2066Se\u200ekar\u2069\u061c', 'Sekar'],
  ['zero-width spaces and a byte order mark', '\ufeffSe\u200bkar', 'Sekar'],
  ['wide and no-break spaces', 'Sekar\u3000\u00a0\u202fPutri', 'Sekar Putri'],
  ['letters with combining marks', 'Rene\u0301e', 'Ren\u00e9e'],
  ['a lone surrogate', 'Sekar\ud83d', 'Sekar\ufffd'],
  ['placeholders', '{status} $& {at}', '{status} $& {at}'],
])('makes one plain line of a name with %s', (_, name, shown) => {
  expect(textOf(name)).toBe(`TK Melati (Mon, Nov 2): ${shown} was marked as present at 7:05 AM.`);
});

test('keeps the joiners that Persian and Sinhala spell with', () => {
  for (const name of ['علی\u200cرضا', 'ශ්\u200dරී']) expect(textOf(name)).toContain(name);
});

test.each(['', '  ', '\n', '\u200b', '\u200d'])('stands in for a name with nothing to read: %j', (name) => {
  const notification = aNotification([naming(name)], { school: { id: 's', name, timezone: 'Asia/Jakarta' } });
  expect(renderNotification(notification)).toBe('School (Mon, Nov 2): your child was marked as present at 7:05 AM.');
  expect(renderNotification(notification, { locale: 'id' })).toBe(
    'Sekolah (Sen, 2 Nov): Ananda Bapak/Ibu tercatat hadir pukul 07.05.',
  );
});

const statuses = Object.keys(defaultStatuses).filter((name): name is DefaultStatus =>
  Object.hasOwn(defaultStatuses, name),
);
const anyName = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.string());
const anyChild = fc.record({ name: anyName, status: fc.constantFrom(...statuses) });
const anyMessage = fc.record({
  school: anyName,
  timezone: fc.oneof(fc.constantFrom('Asia/Jakarta', 'Asia/Jayapura'), fc.string()),
  session: fc.oneof(fc.constantFrom('day', 'am'), fc.string()),
  children: fc.array(anyChild, { minLength: 1, maxLength: 4 }),
  locale: fc.constantFrom<'en' | 'id'>('en', 'id'),
});

test('is one line with every status, whatever the names', async () => {
  const property = fc.property(anyMessage, ({ school, timezone, session, children, locale }) => {
    const changes = children.map(({ name, status }) => aChange({ child: { id: name, name }, status }));
    const given = { session, school: { id: 'school-1', name: school, timezone } };
    const text = renderNotification(aNotification(changes, given), { locale });
    expect(text).toMatch(/^[^\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]+$/u);
    expect(text).toBe(text.trim());
    const phrases = children.map(({ status }) => defaultCatalog[locale].statuses[status]);
    expect(text.split(/was marked as|tercatat/).length).toBeGreaterThan(children.length);
    for (const phrase of phrases) expect(text).toContain(phrase);
  });
  await fc.assert(property, seeded('names in messages', 500));
});
