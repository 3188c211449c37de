import { startPostgres } from '../../test/support/postgres-server.ts';
import { sumReports } from '../check/check-store.ts';
import type { FaultContext, Scenario, ScenarioReport } from '../scenario.ts';
import { findMethods } from '../support/find-methods.ts';
import { askAsStranger } from '../tenants/ask-as-stranger.ts';
import { cases, ofTheHost, ownViews } from '../tenants/cases.ts';
import { Leaks } from '../tenants/leaks.ts';
import { markTogether } from '../tenants/mark-together.ts';
import { askerNumbers } from '../tenants/roster.ts';
import { openTenants, type TenantsStore } from '../tenants/tenants-store.ts';

/** Calls with another school's id, by kind of store. */
const foreignCalls = {
  short: { memory: 88_000, postgres: 12_000 },
  long: { memory: 600_000, postgres: 120_000 },
} as const;

/** Questions that a school asks at a time. Both schools ask at once, so that they share statements. */
const clients = 4;

/**
 * Calls every method that takes children with another school's. Also compares every method's answers to a school about
 * itself.
 */
export const tenants: Scenario = {
  id: 'tenants',
  promise:
    "Another school's child is answered for like one that doesn't exist, in every word, and nothing of it comes out.",
  run: async (context) => {
    const server = await startPostgres({ settings: { fsync: 'off' } });
    try {
      const leaks = new Leaks();
      const stores = await openTenants(server.url, leaks);
      return await askEverything(stores, leaks, context).finally(() => closeAll(stores));
    } finally {
      await server.stop({ immediate: true });
    }
  },
};

async function askEverything(
  stores: readonly TenantsStore[],
  leaks: Leaks,
  { isLong, seed, progress }: FaultContext,
): Promise<ScenarioReport> {
  requireEveryMethod(stores);
  const calls = { memory: 0, postgres: 0 };
  const wanted = foreignCalls[isLong ? 'long' : 'short'];
  for (const store of stores) {
    const count = wanted[store.kind] / (stores.length / 2) / askerNumbers.length;
    const before = await store.readStranger();
    const made = await Promise.all(askerNumbers.map((asker) => askOne({ store, asker, seed }, count, leaks)));
    if ((await store.readStranger()) !== before) leaks.add(`${store.kind}: rows of a school that asked nothing`, '');
    await markTogether(store, seed, leaks);
    const ofStore = made.reduce((sum, ofOne) => sum + ofOne);
    calls[store.kind] += ofStore;
    progress(`${store.kind}, ids of type ${store.idType}: ${ofStore} calls with another school's id`);
  }
  const check = sumReports(await Promise.all(stores.map((store) => store.check())));
  const heard = (name: 'notifications' | 'events') => stores.reduce((sum, store) => sum + store.heard[name], 0);
  return {
    ...check,
    faults: { foreignCalls: calls.memory + calls.postgres },
    figures: {
      foreignCallsInMemory: calls.memory,
      foreignCallsOnPostgres: calls.postgres,
      notificationsRead: heard('notifications'),
      eventsRead: heard('events'),
      leaks: leaks.count,
    },
    breaches: leaks.inWords(),
  };
}

async function closeAll(stores: readonly TenantsStore[]): Promise<void> {
  for (const store of stores) await store.close();
}

/**
 * Asks questions, one after the other, until there were `wanted` calls with another school's id.
 * @returns  The number of such calls.
 */
async function askOne(
  stranger: { readonly store: TenantsStore; readonly asker: number; readonly seed: number },
  wanted: number,
  leaks: Leaks,
): Promise<number> {
  let asked = 0;
  let made = 0;
  const client = async () => {
    while (made < wanted) {
      asked += 1;
      const { method, foreignCalls: ofOne, leak } = await askAsStranger({ ...stranger, number: asked });
      made += ofOne;
      if (leak !== undefined) leaks.add(`${stranger.store.kind}: ${method}`, leak);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return made;
}

/** Every method must be listed as one of the schools' or of the host's, new methods too. */
function requireEveryMethod([store]: readonly TenantsStore[]): void {
  const known = [...Object.keys(cases), ...Object.keys(ownViews), ...ofTheHost];
  const names = store ? findMethods(store.attendance).map(({ name }) => name) : [];
  const unknown = names.filter((name) => !known.includes(name) && !name.startsWith('schemas.'));
  if (unknown.length > 0) throw new Error(`nobody asks ${unknown.join(', ')} as a stranger`);
}
