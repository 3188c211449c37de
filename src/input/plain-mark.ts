import { isStorableText } from '../domain/texts.js';
import type { CommandVocabulary } from './command-schemas.js';
import { textLengths } from './texts.js';

/** A mark as its schema reads it. A plain command names no date, and happens now. */
export interface PlainMark {
  readonly childId: string;
  readonly status: string;
  readonly markedBy: string;
  readonly session: string;
  readonly schoolId?: string;
  readonly reason?: string;
  readonly note?: string;
}

type Check = (value: unknown) => boolean;

/**
 * Makes a reader of plain commands, the usual ones: objects whose values are texts of their own, all of which fit. The
 * schema takes several times as long. Getters are not called, and a Proxy's answer counts only if it says the same of
 * its field.
 * @returns  A function that answers `undefined` for any other command. The schema then decides, and words the issues.
 */
export function createPlainReader({ statuses, sessions, limits }: CommandVocabulary<string, string>) {
  const oneOf = (words: readonly unknown[]): Check => words.includes.bind(words);
  const isId = isText(textLengths.id);
  const checks: Record<keyof PlainMark, Check> = {
    childId: isId,
    status: oneOf(statuses),
    markedBy: isId,
    session: oneOf(sessions),
    schoolId: isId,
    reason: isText(textLengths.reason),
    note: isText(textLengths.note),
  };
  const isField = (key: PropertyKey): key is keyof PlainMark => Object.hasOwn(checks, key);
  return (command: unknown): PlainMark | undefined => {
    try {
      if (typeof command !== 'object' || !command) return undefined;
      const prototype: unknown = Object.getPrototypeOf(command);
      if (prototype && prototype !== Object.prototype) return undefined;
      const fields: { -readonly [Name in keyof PlainMark]?: unknown } = { session: sessions[0] };
      for (const key of Reflect.ownKeys(command)) {
        if (!isField(key)) return undefined;
        const descriptor = Object.getOwnPropertyDescriptor(command, key);
        if (!descriptor || descriptor.get) return undefined;
        const value: unknown = Reflect.get(command, key);
        if (value !== descriptor.value || !checks[key](value)) return undefined;
        fields[key] = value;
      }
      return isWhole(fields) && (fields.schoolId ?? !limits.requireSchoolId) ? fields : undefined;
    } catch {
      // A Proxy that throws when it is asked.
      return undefined;
    }
  };
}

function isText(maxLength: number): Check {
  return (value) => typeof value === 'string' && value.length <= maxLength && isStorableText(value);
}

/** Says if nothing that a mark needs is missing or empty. The values were checked. */
function isWhole(fields: { readonly [Name in keyof PlainMark]?: unknown }): fields is PlainMark {
  return Boolean(fields.childId && fields.status && fields.markedBy);
}
