import type { RecordMarksRequest } from '../../../src/index.js';
import type { Try } from '../connection/execute.js';
import { hashOf } from '../connection/prepared-names.js';
import type { Schema } from '../schema/schema.js';
import { gateOf } from '../schema/schema-gate.js';
import { bind, type NumberedText, numbered, type Statement, type Values } from '../sql/sql.js';
import { arrayLiteral } from './array-literal.js';
import { installedFunctions } from './installed-functions.js';
import { toLoneValues } from './lone-parameters.js';
import { toValues } from './parameters.js';
import { recordMarksQuery } from './statement.js';
import type { StatementShape } from './statement-shape.js';

/** Settings of a repository that choose the text of a statement. */
export interface MarkTextOptions {
  readonly counts: 'inline' | 'deferred';
  /** True if statements have names, so that a connection plans each once. */
  readonly preparedStatements: boolean;
}

/**
 * Up to here a plan made once serves any number of marks: this is more than `maxBatchSize` by default. A larger bulk is
 * worth a plan of its own.
 */
const maxPreparedMarks = 512;

/** Makes the statement of one try. Each text is made once, when it is first needed. */
export function createMarkStatements(schema: Schema, options: MarkTextOptions) {
  const texts = new MarkTexts(schema);
  return (request: RecordMarksRequest, one: Try): Statement => {
    const lockWaitMs = least(one.lockWaitMs, request.maxLockWaitMs);
    const kind = kindOf(request, one, options);
    const schools = schoolsOf(request) === 'any' ? 'any' : 'named';
    const isPrepared = options.preparedStatements && request.marks.length <= maxPreparedMarks;
    if (kind === 'lone') {
      const values = toLoneValues(request, { counts: options.counts, lockWaitMs });
      return bindNamed(texts.ofFunction(`${schools}Mark`), values, isPrepared);
    }
    if (kind === 'set') {
      return bindNamed(texts.ofFunction(`${schools}Marks`), toSetValues(request, options, lockWaitMs), isPrepared);
    }
    const text = texts.ofShape({
      schools: schoolsOf(request),
      single: request.marks.length === 1,
      mayRepeat: mayRepeat(request),
      prepared: isPrepared,
      counts: options.counts,
      returning: request.returning,
      limitsLockWait: lockWaitMs !== undefined,
      mayBeRecorded: one.mayBeRecorded,
    });
    return bindNamed(text, toValues(request, lockWaitMs), isPrepared);
  };
}

/**
 * A function saves the planning where statements have no names, and saves a lone mark most of the work. A second try,
 * which is rare, and marks that may repeat take the text. So does a large bulk, which is planned for its very length.
 */
function kindOf(
  request: RecordMarksRequest,
  one: Try,
  { preparedStatements }: MarkTextOptions,
): 'lone' | 'set' | 'text' {
  if (one.mayBeRecorded) return 'text';
  if (request.marks.length === 1) return 'lone';
  if (preparedStatements || request.marks.length > maxPreparedMarks || mayRepeat(request)) return 'text';
  return 'set';
}

function mayRepeat({ marks }: RecordMarksRequest): boolean {
  return new Set(marks.map(({ childId }) => childId)).size < marks.length;
}

function schoolsOf({ schoolId, marks }: RecordMarksRequest): StatementShape['schools'] {
  if (schoolId !== undefined) return 'one';
  return marks.every((mark) => mark.schoolId !== undefined) ? 'named' : 'any';
}

function toSetValues(request: RecordMarksRequest, { counts }: MarkTextOptions, lockWaitMs: number | undefined): Values {
  const { schoolId, marks } = request;
  return {
    ...toValues(request, lockWaitMs),
    ...(schoolId !== undefined && { schoolIds: arrayLiteral(marks, () => schoolId) }),
    movesCounts: counts === 'inline',
  };
}

/** Without a limit of the statement's own there is none. */
function least(lockWaitMs: number | undefined, maxLockWaitMs = Number.POSITIVE_INFINITY): number | undefined {
  return lockWaitMs === undefined ? undefined : Math.max(1, Math.floor(Math.min(lockWaitMs, maxLockWaitMs)));
}

/** A text, with the name that it has where it is prepared. */
interface NamedText extends NumberedText {
  readonly name: string;
}

function bindNamed({ name, ...text }: NamedText, values: Values, isPrepared: boolean): Statement {
  return { ...bind(text, values), ...(isPrepared && { name }) };
}

/** The texts that were needed so far. */
class MarkTexts {
  readonly #schema: Schema;
  readonly #texts = new Map<string, NamedText>();

  constructor(schema: Schema) {
    this.#schema = schema;
  }

  ofFunction(name: keyof ReturnType<typeof installedFunctions>): NamedText {
    return this.#find(name, () => installedFunctions(this.#schema)[name].call);
  }

  ofShape(shape: StatementShape): NamedText {
    return this.#find(Object.values(shape).join(' '), () => numbered(recordMarksQuery(this.#schema, shape)));
  }

  #find(key: string, make: () => NumberedText): NamedText {
    const known = this.#texts.get(key);
    if (known) return known;
    const text = make();
    // The names of two schemas, or two versions, differ on one pool too.
    const made = { ...text, name: `rollbook_${hashOf(gateOf(this.#schema) + text.text)}` };
    this.#texts.set(key, made);
    return made;
  }
}
