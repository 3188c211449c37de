import { type AttendanceError, type AttendanceErrorCode, isAttendanceError } from '../../domain/errors.js';

/** The error of a test that did not get what it expected. Test runners show `expected` and `actual` side by side. */
export class ExpectationError extends Error {
  override readonly name = 'AssertionError';
  readonly expected: unknown;
  readonly actual: unknown;

  constructor(message: string, values: { readonly expected: unknown; readonly actual: unknown }) {
    super(message);
    this.expected = values.expected;
    this.actual = values.actual;
  }
}

/** Expects equal values: the same fields, however ordered (`undefined` as good as none), and instants as `Date`s. */
export function expectEqual(what: string, actual: unknown, expected: unknown): void {
  const [shown, wanted] = [inspect(actual), inspect(expected)];
  if (shown === wanted) return;
  throw new ExpectationError(`${what}: expected ${wanted}, got ${shown}`, { expected, actual });
}

/** Expects an object with at least these fields. */
export function expectFields(what: string, actual: object | undefined, expected: object): void {
  const fields = new Map(Object.entries(actual ?? {}));
  const shown = Object.fromEntries(Object.keys(expected).map((key) => [key, fields.get(key)]));
  expectEqual(what, actual && shown, expected);
}

/** Expects a call to be rejected with an `AttendanceError` of that code, and returns it. */
export async function expectRejected<Code extends AttendanceErrorCode>(
  what: string,
  call: Promise<unknown>,
  code: Code,
): Promise<AttendanceError<Code>> {
  const reason: unknown = await call.then(
    () => undefined,
    (error: unknown) => error ?? 'nothing',
  );
  if (isAttendanceError(reason, code)) return reason;
  const actual = reason === undefined ? 'a call that resolved' : String(reason);
  throw new ExpectationError(`${what}: expected it to be rejected with ${code}, got ${actual}`, {
    expected: code,
    actual,
  });
}

/** Values as text, such that equal texts mean equal values. */
function inspect(value: unknown): string {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'no instant' : `<${value.toISOString()}>`;
  if (Array.isArray(value)) return `[${value.map(inspect).join(', ')}]`;
  if (typeof value === 'object' && value !== null) return `{ ${inspectFields(value).join(', ')} }`;
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

function inspectFields(value: object): string[] {
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return fields.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, field]) => `${key}: ${inspect(field)}`);
}
