import { isStorableText } from './texts.js';

/**
 * The type of ids: `uuid`, `bigint` (a 64-bit integer, as a string) or `text` (1 to 255 characters, compared as they
 * are).
 */
export type IdType = 'uuid' | 'bigint' | 'text';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** 64 bits are at most 19 digits; zeros in front are allowed, but not without end. */
const integer = /^-?0{0,40}\d{1,19}$/;
const greatest = 2n ** 63n - 1n;
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

/**
 * Makes a random uuid whose beginning is the time, version 7 of RFC 9562. Neighbours in time are neighbours in an
 * index, so a database writes few pages.
 * @returns  A uuid such as `019ab4c2-5d1e-7f3a-9c41-8a3b6e0d2f17`. Two of one millisecond are in no order.
 */
export function timeOrderedUuid(): string {
  const time = Date.now().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${crypto.randomUUID().slice(15)}`;
}
