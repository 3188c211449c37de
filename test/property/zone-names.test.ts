import { expect, test } from 'vitest';
import type { Moment } from './awkward-zones.ts';
import { daysInStore } from './days-in-store.ts';
import { describeOnStores } from './stores.ts';

const at = Date.UTC(2026, 10, 2, 5);
const namedBy = (timezones: readonly string[]) => timezones.map((timezone): Moment => ({ timezone, at }));

/** What somebody may write who doesn't know IANA's names, or what Postgres or Intl would take besides them. */
const noZones = [
  '',
  ' ',
  'UTC+7',
  'UTC-7',
  'GMT+7',
  '+07:00',
  '+07',
  '7',
  '<+07>-7',
  'WIB',
  'PDT',
  'posix/Asia/Jakarta',
  'POSIX/Asia/Jakarta',
  'right/Asia/Jakarta',
  'posixrules',
  'localtime',
  'Factory',
  'Foo/Bar',
  'Foo/Bar+7',
  'Foo/Bar-7',
  'Asia',
  'Asia/Jakarta ',
  'Asia/Jakarta\n',
  'Asia//Jakarta',
  '../Asia/Jakarta',
  'Etc/GMT5',
  'Etc/GMT+07',
  'Etc/GMT+13',
  'Etc/GMT-15',
  'Etc/GMT-99',
];

const names = [
  'Asia/Jakarta',
  'asia/jakarta',
  'ASIA/JAKARTA',
  'Singapore',
  'UTC',
  'GMT0',
  'EST5EDT',
  'W-SU',
  'Etc/UTC',
  'Etc/GMT+12',
  'Etc/GMT-14',
  'America/Port-au-Prince',
  'America/Argentina/Buenos_Aires',
];

describeOnStores('a school whose time zone', (openStore) => {
  test.each(noZones)('is %j has no school day', async (timezone) => {
    expect(await daysInStore(openStore, namedBy([timezone]))).toEqual(['school_timezone_invalid']);
  });

  test.each(names)('is %j has one', async (timezone) => {
    expect(await daysInStore(openStore, namedBy([timezone]))).toEqual([expect.stringMatching(/^2026-11-0[123]$/)]);
  });

  test('is any of those that the runtime lists has one', async () => {
    const listed = namedBy(Intl.supportedValuesOf('timeZone'));
    expect(listed.length).toBeGreaterThan(400);
    expect(await daysInStore(openStore, listed)).not.toContain('school_timezone_invalid');
  });

  test('is broken makes no other school wait', async () => {
    const days = await daysInStore(openStore, namedBy(['UTC+7', 'Asia/Jakarta', 'Foo/Bar']));
    expect(days).toEqual(['school_timezone_invalid', '2026-11-02', 'school_timezone_invalid']);
  });
});
