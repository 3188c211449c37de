import { isStorableText } from './texts.js';

/**
 * The type of ids: `uuid`, `bigint` (a 64-bit integer, as a string) or `text` (1 to 255 characters, compared as they
 * are).
 */
export type IdType = 'uuid' | 'bigint' | 'text';

/** Written out digit by digit, since V8 takes twice as long where a quantifier counts them. */
const uuid = new RegExp(`^${[8, 4, 4, 4, 12].map((digits) => '[0-9a-fA-F]'.repeat(digits)).join('-')}$`);
/** 64 bits are at most 19 digits; zeros in front are allowed, but not without end. */
const integer = /^-?0{0,40}\d{1,19}$/;
const greatest = 9_223_372_036_854_775_807n;
const maxTextLength = 255;

const canonicalizers: Readonly<Record<IdType, (id: string) => string | undefined>> = {
  uuid: (id) => (uuid.test(id) ? id.toLowerCase() : undefined),
  bigint: (id) => (integer.test(id) ? canonicalInteger(BigInt(id)) : undefined),
  text: (id) => (id.length > 0 && id.length <= maxTextLength && isStorableText(id) ? id : undefined),
};

/** The one spelling of an id, `undefined` when it is none: `A0EE…` is `a0ee…`, `007` is `7`. */
export function canonicalId(id: string, idType: IdType): string | undefined {
  return canonicalizers[idType](id);
}

function canonicalInteger(value: bigint): string | undefined {
  return value >= -greatest - 1n && value <= greatest ? value.toString() : undefined;
}
