import { expect, test } from 'vitest';
import { resolveSchema } from '../../../adapters/postgres/schema/schema.ts';
import { behindGate, gateOf } from '../../../adapters/postgres/schema/schema-gate.ts';

const schema = resolveSchema({ schema: 'north' });
const gate = gateOf(schema);

test.each([
  ['select 1', `with ${gate}\nselect 1`],
  ['\n  insert into t values ($1)', `with ${gate}\n\n  insert into t values ($1)`],
  ['with a as (select 1) select * from a', `with ${gate},\na as (select 1) select * from a`],
  ['\n with\n a as (select 1) table a', `\n with\n ${gate},\na as (select 1) table a`],
  ['WITH RECURSIVE a as (select 1) table a', `WITH RECURSIVE ${gate},\na as (select 1) table a`],
  ['withdraw', `with ${gate}\nwithdraw`],
])('a statement goes behind the gate, however it begins: %j', (text, gated) => {
  expect(behindGate(gate, { text, values: [1], name: 'one' })).toEqual({ text: gated, values: [1], name: 'one' });
});

test('the gate is of one schema and one version', () => {
  expect(gate).toBe(`served as (select from "north".schema_version_${schema.version})`);
});
