import { expect, test } from 'vitest';
import { bind, join, numbered, raw, sql, statementOf } from '../../../adapters/postgres/sql/sql.ts';

test('parameters number themselves in the order in which they come first', () => {
  const statement = statementOf(sql`select :b::int, :a::text, :b::int`, { a: 'one', b: 2 });
  expect(statement).toEqual({ text: 'select $1::int, $2::text, $1::int', values: [2, 'one'], parameters: ['b', 'a'] });
});

test('a name is one parameter in all fragments', () => {
  const isAsked = sql`id = :id::uuid`;
  const query = sql`select 1 where ${isAsked} and ${join([isAsked, sql`x = :x`], ' or ')}`;
  expect(numbered(query)).toEqual({
    text: 'select 1 where id = $1::uuid and id = $1::uuid or x = $2',
    parameters: ['id', 'x'],
  });
});

test('a text that was numbered once takes other values each time', () => {
  const text = numbered(sql`select :a, :b`);
  expect(bind(text, { a: 1, b: 2 }).values).toEqual([1, 2]);
  expect(bind(text, { b: undefined, a: null, c: 5 }).values).toEqual([null, undefined]);
});

test('a cast is no parameter, and a name of the schema stands as it is', () => {
  expect(numbered(sql`select a::text from ${'"north".records'} ${'r'} limit ${7}${raw('')}`)).toEqual({
    text: 'select a::text from "north".records r limit 7',
    parameters: [],
  });
});

test('a parameter without a value is refused', () => {
  expect(() => statementOf(sql`select :a`, {})).toThrow('the parameter :a has no value');
});

test('a text that nobody has written as SQL is refused by the type', () => {
  const name: string = 'a; drop table records';
  // @ts-expect-error: it goes by the name of a parameter.
  sql`select ${name}`;
});
