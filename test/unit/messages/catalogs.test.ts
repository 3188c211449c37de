import { defaultCatalog, defineCatalog, extendCatalog, type LocaleTexts, renderNotification } from 'rollbook/messages';
import { describe, expect, test } from 'vitest';
import { errorOf } from '../support/error-of.ts';
import { aChange, aNotification } from './support/a-notification.ts';

const english = defaultCatalog.en;
const javanese: LocaleTexts<'present' | 'late' | 'sick' | 'excused' | 'absent' | 'onTrip'> = {
  ...defaultCatalog.id,
  at: ' jam {time}',
  marked: 'Putra {child} kacathet {status}{at}.',
  statuses: { ...defaultCatalog.id.statuses, absent: 'ora mlebu', onTrip: 'melu karyawisata' },
};
const onTrip = aNotification([aChange({ status: 'onTrip' })]);

describe('extendCatalog', () => {
  test('adds a status, a session and a locale', () => {
    const catalog = extendCatalog(defaultCatalog, {
      statuses: { onTrip: { en: 'on a school trip', id: 'mengikuti karyawisata' } },
      sessions: { evening: { en: 'evening', id: 'malam' } },
      locales: { jv: javanese },
    });
    const inTheEvening = aNotification(onTrip.changes, { session: 'evening' });
    const text = (locale: string) => renderNotification(inTheEvening, { catalog, locale });
    expect(text('en')).toBe('TK Melati (Mon, Nov 2, evening): Sekar was marked as on a school trip at 7:05 AM.');
    expect(text('id')).toBe('TK Melati (Sen, 2 Nov, malam): Ananda Sekar tercatat mengikuti karyawisata pukul 07.05.');
    expect(text('jv-ID')).toBe('TK Melati (Sen, 2 Nov, "evening"): Putra Sekar kacathet melu karyawisata jam 07:05.');
  });

  test('leaves the given catalog as it is', () => {
    extendCatalog(defaultCatalog, { statuses: { onTrip: { en: 'on a school trip', id: 'karyawisata' } } });
    expect(renderNotification(onTrip)).toContain('"on trip"');
  });

  test('takes other words for a known status, and other texts for a known locale', () => {
    const catalog = extendCatalog(defaultCatalog, {
      statuses: { sick: { id: 'tidak hadir karena sakit' } },
      locales: { en: { ...english, marked: '{child} is {status}.' } },
    });
    const sick = aNotification([aChange({ status: 'sick' })]);
    expect(renderNotification(sick, { catalog })).toBe('TK Melati (Mon, Nov 2): Sekar is sick.');
    expect(renderNotification(sick, { catalog, locale: 'id' })).toContain('tercatat tidak hadir karena sakit pukul');
  });

  test('extends what was extended before', () => {
    const first = extendCatalog(defaultCatalog, { statuses: { onTrip: { en: 'on a trip', id: 'karyawisata' } } });
    const second = extendCatalog(first, { statuses: { atHome: { en: 'at home', id: 'di rumah' } } });
    expect(second.en.statuses).toMatchObject({ onTrip: 'on a trip', atHome: 'at home', absent: 'absent' });
    expect(extendCatalog(second, {})).toEqual(second);
  });

  test.each([
    ['statuses.onTrip.fr', { statuses: { onTrip: { fr: 'en excursion' } } }],
    ['sessions.evening.fr', { sessions: { evening: { fr: 'soir' } } }],
    ['statuses.onTrip.en', { statuses: { onTrip: { en: '' } } }],
    ['statuses.onTrip', { statuses: { onTrip: 'on a trip' } }],
    ['catalog.jv', { locales: { jv: null } }],
    ['catalog.jv.marked', { locales: { jv: { ...javanese, marked: '{status}' } } }],
    ['catalog.in', { locales: { in: javanese } }],
    ['', { languages: {} }],
    ['', null],
  ])('refuses a wrong extension, naming %j', async (option, extension) => {
    const error = await errorOf(() => Reflect.apply(extendCatalog, undefined, [defaultCatalog, extension]));
    expect(error).toMatchObject({ code: 'invalid_options', details: { option } });
  });
});

describe('defineCatalog', () => {
  test('freezes a copy', () => {
    const texts = { ...english, statuses: { here: 'here' } };
    const catalog = defineCatalog({ en: texts });
    texts.statuses.here = 'changed';
    expect(catalog.en.statuses.here).toBe('here');
    expect([catalog, catalog.en, catalog.en.statuses, catalog.en.sessions].every(Object.isFrozen)).toBe(true);
  });

  test.each<[string, string, unknown]>([
    ['no locale', 'catalog', {}],
    ['null', 'catalog', null],
    ['a malformed tag', 'catalog.english!', { 'english!': english }],
    ['an underscore', 'catalog.en_GB', { en_GB: english }],
    ['a tag in another case', 'catalog.EN', { EN: english }],
    ['an old tag', 'catalog.in', { in: english }],
    ['a missing text', 'catalog.en.cleared', { en: { ...english, cleared: undefined } }],
    ['an unknown text', 'catalog.en', { en: { ...english, greeting: 'Hello' } }],
    ['a missing placeholder', 'catalog.en.marked', { en: { ...english, marked: '{child} arrived.' } }],
    ['an unknown placeholder', 'catalog.en.marked', { en: { ...english, marked: '{child} {status} {note}' } }],
    ['one that this text has not', 'catalog.en.cleared', { en: { ...english, cleared: '{child} {status}' } }],
    ['a stray brace', 'catalog.en.marked', { en: { ...english, marked: '{child} {status} {at' } }],
    ['two lines', 'catalog.en.message', { en: { ...english, message: '{school}\n{changes}' } }],
    ['a bidirectional override', 'catalog.en.message', { en: { ...english, message: '\u202e{changes}' } }],
    ['a function', 'catalog.en.marked', { en: { ...english, marked: () => '' } }],
    ['an empty phrase', 'catalog.en.statuses.late', { en: { ...english, statuses: { late: ' ' } } }],
    ['a phrase of two lines', 'catalog.en.sessions.am', { en: { ...english, sessions: { am: 'a\nm' } } }],
  ])('refuses %s, naming %s', async (_, option, catalog) => {
    for (const call of [
      () => Reflect.apply(defineCatalog, undefined, [catalog]),
      () => Reflect.apply(renderNotification, undefined, [aNotification(), { catalog }]),
    ]) {
      expect(await errorOf(call)).toMatchObject({ code: 'invalid_options', details: { option } });
    }
  });

  test('says what a template lacks, and which placeholders it may have', async () => {
    const without = await errorOf(() => defineCatalog({ en: { ...english, marked: '{child}' } }));
    expect(without.message).toContain('must have {status}');
    const wrong = await errorOf(() => defineCatalog({ en: { ...english, marked: '{child} {status} {note}' } }));
    expect(wrong.message).toContain('these placeholders only: {child}, {status}, {at}');
  });
});

test('a catalog need not be defined to be used, and is read afresh', () => {
  const catalog = { en: { ...english } };
  expect(renderNotification(aNotification(), { catalog })).toContain('was marked as');
  catalog.en.marked = '{child}: {status}';
  expect(renderNotification(aNotification(), { catalog })).toContain('Sekar: present');
});
