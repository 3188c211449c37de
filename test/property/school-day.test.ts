import * as fc from 'fast-check';
import { schoolDay } from 'rollbook/rules';
import { describe, expect, test } from 'vitest';
import { awkwardZones, dayByTemporal, type Moment, momentsAroundChanges } from './awkward-zones.ts';
import { daysInStore } from './days-in-store.ts';
import { seeded } from './seed.ts';
import { describeOnStores } from './stores.ts';

/** Up to here every version of the time zone database in use says the same; later rules are still being changed. */
const settled = 2025;

const moments = (from: number, until: number) =>
  fc.array(
    fc.record({
      timezone: fc.constantFrom(...awkwardZones),
      at: fc.integer({ min: Date.UTC(from, 0), max: Date.UTC(until, 0) - 1 }),
    }),
    { minLength: 1, maxLength: 500, size: 'max' },
  );

describe('the school day', () => {
  test.each(awkwardZones)('is that of Temporal around every change of clocks from 1900 to 2100 in %s', (timezone) => {
    expectDaysOfTemporal(momentsAroundChanges(timezone, 1900, 2100));
  });

  test('is that of Temporal at any time from 1900 to 2100', async () => {
    const property = fc.asyncProperty(moments(1900, 2100), async (moments) => expectDaysOfTemporal(moments));
    await fc.assert(property, seeded('school days', 50));
  });

  test('leaves out 30 December 2011 in Apia, which never was', () => {
    expect(schoolDay(new Date('2011-12-30T09:59:59.999Z'), 'Pacific/Apia')).toBe('2011-12-29');
    expect(schoolDay(new Date('2011-12-30T10:00:00Z'), 'Pacific/Apia')).toBe('2011-12-31');
  });
});

function expectDaysOfTemporal(moments: readonly Moment[]): void {
  const days = moments.map(({ timezone, at }) => schoolDay(new Date(at), timezone));
  expect(days).toEqual(moments.map(dayByTemporal));
}

describeOnStores('the school day of a mark', (openStore, storeName) => {
  test.each(awkwardZones)(
    `is that of Temporal around every change of clocks from 1930 to ${settled} in %s`,
    async (timezone) => {
      const around = momentsAroundChanges(timezone, 1930, settled);
      expect(around).not.toEqual([]);
      expect(await daysInStore(openStore, around)).toEqual(around.map(dayByTemporal));
    },
  );

  test(`is that of Temporal at any time from 1930 to ${settled}`, async () => {
    const property = fc.asyncProperty(moments(1930, settled), async (moments) => {
      expect(await daysInStore(openStore, moments)).toEqual(moments.map(dayByTemporal));
    });
    await fc.assert(property, seeded(`school days, ${storeName}`, 20));
  });
});
