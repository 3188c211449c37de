import type { IdType } from '../../domain/ids.js';

/**
 * The kind of thing that a test id names. Ids of different kinds never equal each other, so that a test notices when
 * they are mixed up.
 */
export type TestIdKind = 'school' | 'child' | 'guardian';

/** Letters in each, so that a uuid has another spelling; readable as hexadecimal allows. */
const uuidPrefixes: Readonly<Record<TestIdKind, string>> = {
  school: '5c001a00',
  child: 'c41d0000',
  guardian: '9a4d1a00',
};
const integerOffsets: Readonly<Record<TestIdKind, number>> = {
  school: 1_000_000,
  child: 2_000_000,
  guardian: 3_000_000,
};

/**
 * The id with a number: the same one each time, in canonical spelling. Ids of one kind sort as their numbers do.
 * @param number  0 to 999,999.
 */
export function testId(kind: TestIdKind, number: number, idType: IdType = 'uuid'): string {
  switch (idType) {
    case 'uuid':
      return `${uuidPrefixes[kind]}-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
    case 'bigint':
      return String(integerOffsets[kind] + number);
    case 'text':
      return `${kind}-${String(number).padStart(6, '0')}`;
    default:
      return idType satisfies never;
  }
}
