import { createHash } from 'node:crypto';
import type { StatementOperation } from '../../../src/index.js';
import type { Statement } from '../sql/sql.js';

/** A text that has a name. */
interface Prepared {
  readonly hash: string;
  /** Grows when the text is to be planned anew. */
  plan: number;
  /** The least time of an execution, in milliseconds, which drifts up. */
  usualMs: number;
  replannedAt: number;
}

/** Operations that come over and over, whose texts do not vary. Marks name their own. */
const named: ReadonlySet<StatementOperation> = new Set<StatementOperation>([
  'getRegister',
  'getDailyFigures',
  'getHistory',
  'outbox.fanOut',
  'outbox.claim',
  'outbox.renew',
  'outbox.settle',
  'outbox.takeJobs',
  'outbox.closeJob',
]);

/** Growth of the usual time with each execution. */
const drift = 1.01;
/** An execution is suspect from this time on, if it took this many times the usual time. */
const suspect = { ms: 50, times: 10 };
/** Texts of which a connection is to plan no more than this many: further ones go without a name. */
const maxTexts = 64;
const minReplanMs = 60_000;

/**
 * Names statements, so that a connection plans each text once. Postgres keeps a plan that was made while tables were
 * nearly empty until it has analyzed them. An execution that suddenly takes long gives the text another name, and so
 * another plan.
 */
export class PreparedNames {
  readonly #texts = new Map<string, Prepared>();

  /** Gives a statement its name, where the operation has one. */
  name(operation: StatementOperation, statement: Statement): Statement {
    if (!named.has(operation) || statement.name !== undefined) return statement;
    const prepared = this.#find(statement.text);
    return prepared ? { ...statement, name: `rollbook_${prepared.hash}_${prepared.plan}` } : statement;
  }

  /** Notes how long a statement took, in milliseconds. */
  note({ text }: Statement, ms: number): void {
    const prepared = this.#texts.get(text);
    if (!prepared) return;
    const isSuspect = ms >= suspect.ms && ms >= prepared.usualMs * suspect.times;
    prepared.usualMs = Math.min(prepared.usualMs * drift, ms);
    const now = performance.now();
    if (!isSuspect || now - prepared.replannedAt < minReplanMs) return;
    prepared.plan += 1;
    prepared.replannedAt = now;
  }

  #find(text: string): Prepared | undefined {
    const known = this.#texts.get(text);
    if (known || this.#texts.size >= maxTexts) return known;
    const made = {
      hash: hashOf(text),
      plan: 1,
      usualMs: Number.POSITIVE_INFINITY,
      replannedAt: Number.NEGATIVE_INFINITY,
    };
    this.#texts.set(text, made);
    return made;
  }
}

/** A name of a prepared statement must differ wherever its text does. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
