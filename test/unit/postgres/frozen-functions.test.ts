import { readFile, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { installedFunctions } from '../../../adapters/postgres/marks/installed-functions.ts';
import { resolveSchema, type Schema } from '../../../adapters/postgres/schema/schema.ts';

const file = new URL('../../../adapters/postgres/migrations/001-functions.ts', import.meta.url);

/** The schema with the places that the migration fills in. */
function schemaOfTemplates(): Schema {
  const schema = resolveSchema({ schema: 'the_schema', idType: 'uuid' });
  return JSON.parse(JSON.stringify(schema).replaceAll('\\"the_schema\\"', '{schema}').replace('"uuid"', '"{id}"'));
}

function frozen(): string {
  const definitions = Object.values(installedFunctions(schemaOfTemplates())).map(({ definition }) => definition);
  return `/**
 * The functions of version 1 of the tables, frozen. \`{schema}\` and \`{id}\` stand for the schema and the type of ids. A
 * test writes this file of the statements of marks, as long as no release has it.
 */
export const functionTexts: readonly string[] = [
${definitions.map((definition) => `  \`${definition.replace(/[ \t]+$/gm, '')}\`,`).join('\n')}
];
`;
}

test('the functions of the migration are the statements of marks', async () => {
  if (process.env['WRITE_GOLDEN'] === '1') await writeFile(file, frozen());
  const how = `A released migration never changes: give changed functions a new version, in a migration of its own. Of one
that no release has yet: WRITE_GOLDEN=1 npx vitest run test/unit/postgres/frozen-functions.test.ts`;
  expect(await readFile(file, 'utf8'), how).toBe(frozen());
});
