import { readFile } from 'node:fs/promises';
import * as rollbook from 'rollbook';
import * as memory from 'rollbook/memory';
import * as messages from 'rollbook/messages';
import * as pgBoss from 'rollbook/pg-boss';
import * as postgres from 'rollbook/postgres';
import * as rules from 'rollbook/rules';
import * as testing from 'rollbook/testing';
import { findMethods, type PublicFunction } from '../support/find-methods.ts';

const entries: Readonly<Record<string, object>> = {
  rollbook,
  'rollbook/memory': memory,
  'rollbook/messages': messages,
  'rollbook/pg-boss': pgBoss,
  'rollbook/postgres': postgres,
  'rollbook/rules': rules,
  'rollbook/testing': testing,
};

/**
 * Every function that the package's entries export, functions of exported objects included.
 * @throws {Error} when the package has an entry that is not listed here
 */
export async function findExportedFunctions(): Promise<PublicFunction[]> {
  await requireAllEntries();
  const objects = [
    ['test clock', testing.createTestClock()],
    ['recording notifier', testing.createRecordingNotifier()],
    ['pg-boss queue', pgBoss.createPgBossQueue({ boss: { send: async () => null } })],
  ] as const;
  return [...Object.entries(entries), ...objects].flatMap(([name, object]) => findMethods(object, `${name}.`));
}

async function requireAllEntries(): Promise<void> {
  const manifest: { readonly exports: object; readonly name: string } = JSON.parse(
    await readFile(new URL('../../package.json', import.meta.url), 'utf8'),
  );
  const names = Object.keys(manifest.exports)
    .filter((path) => path !== './package.json')
    .map((path) => manifest.name + path.slice(1));
  const forgotten = names.filter((name) => !Object.hasOwn(entries, name));
  if (forgotten.length > 0) throw new Error(`nobody fuzzes the entries ${forgotten.join(', ')}`);
}
