import { createRequire } from 'node:module';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { arrayLiteral } from '../../adapters/postgres/marks/array-literal.ts';
import { seeded } from './seed.ts';

/** What node-postgres itself makes of a parameter. */
const pg: { readonly prepareValue: (value: unknown) => unknown } = createRequire(import.meta.url)('pg/lib/utils');

const write = (elements: readonly (string | null | undefined)[]) => arrayLiteral(elements, (element) => element);

/** Texts that stand for something else in an array that does not quote them. */
const tricky = ['', ' ', 'NULL', 'null', '"', '\\', '\\"', '{}', '{a,b}', ',', "'", '\n', '\\N', 'é', '😀', '\ufeff'];
const element = fc.oneof(
  fc.constantFrom(...tricky),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom(null, undefined),
);

test('writes any array of texts as node-postgres does', () => {
  const property = fc.property(fc.array(element, { maxLength: 12 }), (elements) => {
    expect(write(elements)).toBe(pg.prepareValue(elements));
  });
  void fc.assert(property, seeded('array literals', 2_000));
});

test.each([
  [[], '{}'],
  [[''], '{""}'],
  [[null, undefined, null], '{NULL,NULL,NULL}'],
  [['NULL', null, 'NULL'], '{"NULL",NULL,"NULL"}'],
  [['a"b', 'a\\b', 'a"b'], String.raw`{"a\"b","a\\b","a\"b"}`],
])('writes %j as %s', (elements, literal) => {
  expect(write(elements)).toBe(literal);
});

test('writes numbers as they are', () => {
  expect(arrayLiteral([4, 4, 0, 7], (number) => number)).toBe('{4,4,0,7}');
});
