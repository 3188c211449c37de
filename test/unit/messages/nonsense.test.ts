import { defaultCatalog, defineCatalog, renderNotification } from 'rollbook/messages';
import { expect, test } from 'vitest';
import { errorOf } from '../support/error-of.ts';
import { aChange, aNotification } from './support/a-notification.ts';

const long = 'Ani '.repeat(2_500_000);

test('a name longer than any is cut', () => {
  const change = aChange({ child: { id: 'child-1', name: long } });
  const school = { id: 'school-1', name: long, timezone: 'Asia/Jakarta' };
  expect(renderNotification(aNotification([change], { school })).length).toBeLessThan(1_200);
});

test('so is a status or a session that the catalog lacks', () => {
  const text = renderNotification(aNotification([aChange({ status: long })], { session: long }));
  expect(text.length).toBeLessThan(2_200);
});

test('a language tag longer than any names no language', () => {
  const locale = `id-${'a-'.repeat(5_000_000)}`;
  expect(renderNotification(aNotification(), { locale })).toContain('was marked as');
});

test('a message has no more changes and languages than anybody reads', async () => {
  const changes = new Array(1_001).fill(aChange());
  expect((await errorOf(() => renderNotification(aNotification(changes)))).details).toEqual({
    option: 'notification.changes',
  });
  const locale = new Array(101).fill('en');
  expect((await errorOf(() => renderNotification(aNotification(), { locale }))).code).toBe('invalid_options');
  expect(renderNotification(aNotification(changes.slice(1)))).toContain('Sekar');
});

test('an error names the beginning of a key without end', async () => {
  const error = await errorOf(() => Reflect.apply(defineCatalog, undefined, [{ [long]: 1 }]));
  expect(error.code).toBe('invalid_options');
  expect(JSON.stringify([error.message, error.details]).length).toBeLessThan(1_000);
});

test('bytes are no texts of a locale, and none of them is looked at', async () => {
  const error = await errorOf(() => Reflect.apply(defineCatalog, undefined, [{ id: new Uint8Array(1_000) }]));
  expect(error.details).toEqual({ option: 'catalog.id' });
});

test('an instant is read as the date it is, whatever it calls itself', () => {
  const occurredAt = new Date('2026-03-02T01:10:00Z');
  const own = Object.assign(new Date(occurredAt), { valueOf: () => 'no instant' });
  const text = (at: Date) => renderNotification(aNotification([aChange({ occurredAt: at })]));
  expect(text(own)).toBe(text(occurredAt));
});

test('a text longer than any message is refused', async () => {
  const { en } = defaultCatalog;
  const catalog = { en: { ...en, message: `{school}{day}{changes}${long}` } };
  expect((await errorOf(() => defineCatalog(catalog))).details).toEqual({ option: 'catalog.en.message' });
});
