import { canonicalId } from 'rollbook/rules';
import { expect, test } from 'vitest';

test('spells a uuid in small letters', () => {
  expect(canonicalId('A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', 'uuid')).toBe('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11');
});

test.each([
  '',
  'a0eebc99',
  'a0eebc999c0b4ef8bb6d6bb9bd380a11',
  '{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}',
  'urn:uuid:a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',
  ' a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',
  'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11\n',
  'g0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',
])('takes %j for no uuid', (id) => {
  expect(canonicalId(id, 'uuid')).toBeUndefined();
});

test.each([
  ['7', '7'],
  ['007', '7'],
  ['-7', '-7'],
  ['-0', '0'],
  ['9223372036854775807', '9223372036854775807'],
  ['-9223372036854775808', '-9223372036854775808'],
])('spells the bigint %j as %j', (id, canonical) => {
  expect(canonicalId(id, 'bigint')).toBe(canonical);
});

test.each([
  '',
  '-',
  '+7',
  ' 7',
  '7\n',
  '1.5',
  '1e3',
  '0x7',
  '7n',
  '1_000',
  '７',
  '9223372036854775808',
  '-9223372036854775809',
  '1'.repeat(5_000),
])('takes %j for no bigint', (id) => {
  expect(canonicalId(id, 'bigint')).toBeUndefined();
});

test('leaves text as it is', () => {
  expect(canonicalId(' Ani ', 'text')).toBe(' Ani ');
  expect(canonicalId('x'.repeat(255), 'text')).toBe('x'.repeat(255));
});

test.each(['', 'x'.repeat(256), 'a\0b', '\ud800', 'a\udc00'])('takes %j for no text that can be stored', (id) => {
  expect(canonicalId(id, 'text')).toBeUndefined();
});
