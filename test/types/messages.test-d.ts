import type { DefaultStatus } from 'rollbook';
import { type Catalog, defaultCatalog, defineCatalog, extendCatalog, type LocaleTexts } from 'rollbook/messages';
import { expectTypeOf, test } from 'vitest';

declare const javanese: LocaleTexts<DefaultStatus>;
declare const javaneseWithTrips: LocaleTexts<DefaultStatus | 'onTrip'>;

test('a catalog is typed by its statuses and locales', () => {
  expectTypeOf(defineCatalog({ jv: javanese })).toEqualTypeOf<Catalog<DefaultStatus, 'jv'>>();
  expectTypeOf(defaultCatalog).toEqualTypeOf<Catalog<DefaultStatus, 'en' | 'id'>>();
});

test('an extended catalog has the new statuses and locales too', () => {
  const catalog = extendCatalog(defaultCatalog, {
    statuses: { onTrip: { en: 'on a trip', id: 'karyawisata' } },
    locales: { jv: javaneseWithTrips },
  });
  expectTypeOf(catalog).toEqualTypeOf<Catalog<DefaultStatus | 'onTrip', 'en' | 'id' | 'jv'>>();
});

test('a new status needs a phrase in every locale that stays', () => {
  // @ts-expect-error: not in Indonesian.
  extendCatalog(defaultCatalog, { statuses: { onTrip: { en: 'on a trip' } } });
});

test('a new locale needs every status, the new ones too', () => {
  extendCatalog(defaultCatalog, {
    statuses: { onTrip: { en: 'on a trip', id: 'karyawisata' } },
    // @ts-expect-error: without onTrip.
    locales: { jv: javanese },
  });
});
