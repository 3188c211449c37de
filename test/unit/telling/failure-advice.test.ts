import { AttendanceError, NotifierError } from 'rollbook';
import { expect, test } from 'vitest';
import { codeOf } from '../../../src/telling/report.ts';
import { readAdvice } from '../../../src/telling/send.ts';

const nothing = { isPermanent: false };

function throwing(property: string, others: object = {}): object {
  return Object.defineProperty({ ...others }, property, {
    get: () => {
      throw new Error('not today');
    },
  });
}

const hostile = new Proxy(
  {},
  {
    get: () => {
      throw new Error('not today');
    },
    getPrototypeOf: () => {
      throw new Error('not today');
    },
  },
);

test.each([undefined, null, 'gone', 7, Symbol('gone'), new Error('gone'), hostile, () => {}])(
  'a failure that says nothing may be mended by another attempt: %#',
  (failure) => {
    expect(readAdvice(failure)).toEqual(nothing);
  },
);

test.each([
  [new NotifierError('no such number', { permanent: true })],
  [{ permanent: true }],
  [{ retryable: false }],
  [throwing('retryable', { permanent: true })],
  [throwing('retryAfterMs', { permanent: true })],
  [throwing('permanent', { retryable: false })],
])('a failure may say that no attempt can succeed: %#', (failure) => {
  expect(readAdvice(failure)).toEqual({ isPermanent: true });
});

test.each(['yes', 1, {}])('only true is permanent, not %s', (permanent) => {
  expect(readAdvice({ permanent })).toEqual(nothing);
});

test('an error of the library, as from a call that the notifier makes, says nothing of the message', () => {
  expect(readAdvice(new AttendanceError('closed', 'attendance is closed', {}))).toEqual(nothing);
});

test.each([0, 0.5, 90_000, Number.POSITIVE_INFINITY])('a provider may ask for %d ms', (retryAfterMs) => {
  expect(readAdvice(new NotifierError('busy', { retryAfterMs }))).toEqual({ isPermanent: false, retryAfterMs });
});

test.each([-1, Number.NaN, '90', null])('%s is no time to wait', (retryAfterMs) => {
  expect(readAdvice({ retryAfterMs })).toEqual(nothing);
});

test('a log is told the codes of the library’s errors only', () => {
  expect(codeOf(new AttendanceError('closed', 'attendance is closed', {}))).toBe('closed');
  for (const error of [new Error('Putri Ayu'), { code: 'Putri Ayu' }, hostile, undefined]) {
    expect(codeOf(error)).toBe('unknown');
  }
});
