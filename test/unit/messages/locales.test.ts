import { defaultCatalog, defineCatalog, renderNotification } from 'rollbook/messages';
import { expect, test } from 'vitest';
import { errorOf } from '../support/error-of.ts';
import { aChange, aNotification } from './support/a-notification.ts';

const english = 'Sekar was marked as present';
const indonesian = 'Ananda Sekar tercatat hadir';
const guardian = (locale: string | null) =>
  aNotification([aChange()], { guardian: { id: 'guardian-1', name: 'Ibu Laras', locale, contact: null } });

test.each([
  ['id', indonesian],
  ['id-ID', indonesian],
  ['ID-id', indonesian],
  ['id_ID', indonesian],
  [' id ', indonesian],
  ['in', indonesian],
  ['in-ID', indonesian],
  ['id-Latn-ID-x-home', indonesian],
  ['id-u-nu-arab', indonesian],
  ['en-SG', english],
  [null, english],
  ['', english],
  ['fr', english],
  ['jv', english],
  ['ind onesia', english],
  ['i', english],
  ['x-id', english],
  ['id-', english],
  ['\u0000', english],
  ['__proto__', english],
])('writes to a guardian whose locale is %j: %s', (locale, text) => {
  expect(renderNotification(guardian(locale))).toContain(text);
});

test('shortens a tag from its end until the catalog has it, over a singleton too', () => {
  const of = (marked: string) => ({ ...defaultCatalog.en, marked: `${marked} {child} {status}`, message: '{changes}' });
  const catalog = defineCatalog({ en: of('en'), 'zh-Hant': of('zh-Hant'), zh: of('zh'), 'de-DE': of('de-DE') });
  const found = (locale: string) => renderNotification(aNotification(), { locale, catalog }).split(' ')[0];
  expect(found('zh-Hant-TW')).toBe('zh-Hant');
  expect(found('zh-hant-u-nu-hant')).toBe('zh-Hant');
  expect(found('zh-Hans-CN')).toBe('zh');
  expect(found('zh')).toBe('zh');
  expect(found('de')).toBe('en');
});

test('writes in the first locale of a catalog without English, for a language that it lacks', () => {
  const catalog = defineCatalog({ id: defaultCatalog.id, ms: { ...defaultCatalog.id, marked: '{child} {status}' } });
  expect(renderNotification(guardian('fr'), { catalog })).toContain(indonesian);
});

test('prefers the locale that is asked for to the guardian’s', () => {
  expect(renderNotification(guardian('en'), { locale: 'id' })).toContain(indonesian);
  expect(renderNotification(guardian('id'), { locale: null })).toContain(english);
});

test('takes the first of several locales that the catalog has', () => {
  expect(renderNotification(guardian('en'), { locale: ['su', null, '?', 'id', 'en'] })).toContain(indonesian);
  expect(renderNotification(guardian('id'), { locale: [] })).toContain(english);
});

test('writes day and time by the conventions of the guardian’s own region', () => {
  expect(renderNotification(guardian('en-GB'))).toBe('TK Melati (Mon 2 Nov): Sekar was marked as present at 07:05.');
  expect(renderNotification(guardian('en-US-u-ca-buddhist-nu-thai'))).toContain('(Mon, Nov 2)');
});

test.each([
  ['locale', { locale: 7 }],
  ['locale', { locale: [7] }],
  ['catalog', { catalog: 7 }],
  ['catalog', { catalog: {} }],
  ['', { language: 'id' }],
  ['', null],
  ['', 'id'],
])('refuses options that do not fit, naming %j: %j', async (option, options) => {
  const error = await errorOf(() => Reflect.apply(renderNotification, undefined, [aNotification(), options]));
  expect(error).toMatchObject({ code: 'invalid_options', details: { option } });
});

test.each([
  ['notification', null],
  ['notification', 'a text'],
  ['notification.date', { ...aNotification(), date: '2026-02-30' }],
  ['notification.date', { ...aNotification(), date: 'today\nBcc: all' }],
  ['notification.changes', { ...aNotification(), changes: [] }],
  ['notification.changes.0.child.name', aNotification([aChange({ child: JSON.parse('{"id":"1"}') })])],
  ['notification.changes.0.occurredAt', JSON.parse(JSON.stringify(aNotification()))],
  ['notification.changes.0.occurredAt', aNotification([aChange({ occurredAt: new Date(Number.NaN) })])],
  ['notification.school', { ...aNotification(), school: undefined }],
])('refuses what is no notification, naming %s', async (option, notification) => {
  const error = await errorOf(() => Reflect.apply(renderNotification, undefined, [notification]));
  expect(error).toMatchObject({ code: 'invalid_options', details: { option } });
  expect(error.message).not.toMatch(/Sekar|Melati|Bcc/);
});
