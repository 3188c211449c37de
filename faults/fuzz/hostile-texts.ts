import { lazily } from './lazily.ts';

/** A word that no error may repeat. Hostile texts contain it, and so do the roster's names and notes. */
export const secret = 'Putri-Rahasia';

const large = 10_000_000;
/** Texts of ten million characters. The texts are made once, since making them costs more than most calls. */
export const largeTexts = ['a', '9', '0', '/a', ' ', '\u0301\u0323', '\u200b', '{school}', '日', '-', 'A/', 'en-'].map(
  (part) => lazily(() => part.repeat(large / part.length)),
);

/** Texts that are too long, malformed, or have a meaning for other programs. */
export const hostileTexts: readonly (() => string)[] = [
  '',
  ' ',
  '\0',
  `${secret}\0`,
  '\ud800',
  `${secret}\udfff`,
  '\ufeff',
  '\u202e\u2066RTL\u2069',
  '👩‍👩‍👧‍👦',
  'e\u0301'.repeat(300),
  '\u2028\u2029',
  '\r\nSubject: x',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'then',
  `'; drop table attendance.records; -- ${secret}`,
  `${secret}' or '1'='1`,
  '$1',
  '\\',
  '%s%n',
  '{"a":1}',
  '#{7*7}',
  '<script>',
  'null',
  'NaN',
  '-0',
  '1e3',
  '0x10',
  '9223372036854775807',
  '9223372036854775808',
  '-9223372036854775809',
  'C41D0000-0000-4000-8000-000000000001',
  '{c41d0000-0000-4000-8000-000000000001}',
  'urn:uuid:c41d0000-0000-4000-8000-000000000001',
  'c41d000000004000800000000000000 1',
  'x'.repeat(255),
  'x'.repeat(256),
  'x'.repeat(2_001),
  secret,
].map((text) => () => text);

/** Texts that look like days and instants. */
export const hostileDays: readonly (() => string)[] = [
  '0000-00-00',
  '0000-01-01',
  '0001-01-01',
  '9999-12-31',
  '2026-02-29',
  '2026-02-30',
  '2026-13-01',
  '2026-1-1',
  '10000-01-01',
  '-000001-01-01',
  '+275760-09-13',
  '2026-11-02\n',
  '２０２６-11-02',
  'infinity',
  'today',
  '2026-11-02 BC',
  '2026-11-02T24:00:00Z',
  '2026-11-02T23:59:60Z',
  '2026-11-02T12:00:00+99:99',
  '2026-11-02T12:00:00+23:59',
  '2026-11-02T12:00:00',
  `2026-11-02T12:00:00.${'1'.repeat(10_000)}Z`,
  '0001-01-01T00:00:00+23:59',
  '9999-12-31T23:59:59-23:59',
  '+275760-09-13T00:00:00.001Z',
].map((text) => () => text);
