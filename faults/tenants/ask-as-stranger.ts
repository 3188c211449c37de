import { testId } from 'rollbook/testing';
import { createDice, type Dice, pickWith } from '../load/dice.ts';
import { type Case, cases, nobodysId, ownViews } from './cases.ts';
import { answerOf, findForeignWord, inWords, masked, withoutOwnOutcomes } from './compare.ts';
import { numbersOf, schoolNumbers } from './roster.ts';
import type { TenantsStore } from './tenants-store.ts';

/** The school that asks, and its question. The seed and the question's number decide the arguments. */
export interface Stranger {
  readonly store: TenantsStore;
  /** The number of the school that asks. */
  readonly asker: number;
  readonly seed: number;
  readonly number: number;
}

/**
 * One question. The asking school asks it about itself, about a child of each other school, and about an id that no
 * child has.
 */
export interface Question {
  readonly method: string;
  /** Calls that were made with another school's id. */
  readonly foreignCalls: number;
  /** A description of another school's data in the answer. */
  readonly leak: string | undefined;
}

/** The share of questions that a school asks about itself. */
const ownShare = 0.2;

/** Asks one question. */
export async function askAsStranger(stranger: Stranger): Promise<Question> {
  const { store, asker } = stranger;
  const dice = createDice(stranger.seed, `question ${asker} ${stranger.number}`);
  const isOwn = dice() < ownShare;
  const table = isOwn ? ownViews : cases;
  const method = pickWith(dice, Object.keys(table));
  const question = pickWith(dice, table[method] ?? []);
  const isInTransaction = dice() < 0.1 && !method.startsWith('notifications.');
  const ask = async (id: string): Promise<Answered> => ({
    id,
    answer: await answerOf(() => call({ ...stranger, method, question, id, isInTransaction })),
  });
  const nobody = nobodysId({ dice, store });
  if (isOwn) return { method, foreignCalls: 0, leak: findLeak(inWords((await ask(nobody)).answer), stranger) };
  const foreignIds = schoolNumbers.filter((school) => school !== asker).map((school) => childOf(school, dice, store));
  const [nobodys, ...foreign] = await Promise.all([ask(nobody), ...foreignIds.map(ask)]);
  const leaks = foreign.map((one) => findDifference(one, nobodys) ?? findLeak(masked(one.answer, one.id), stranger));
  return { method, foreignCalls: foreign.length, leak: leaks.find((leak) => leak !== undefined) };
}

/** The id of a child of a school. Where ids have more than one spelling, the id sometimes has the other one. */
function childOf(school: number, dice: Dice, { idType }: TenantsStore): string {
  const id = testId('child', pickWith(dice, numbersOf(school)), idType);
  return idType === 'uuid' && dice() < 0.2 ? id.toUpperCase() : id;
}

interface Answered {
  /** The id that was asked about. */
  readonly id: string;
  readonly answer: unknown;
}

function findDifference(...answers: readonly [Answered, Answered]): string | undefined {
  const [foreign, nobodys] = answers.map(({ answer, id }) => masked(withoutOwnOutcomes(answer, id), id));
  if (foreign === nobodys) return undefined;
  return `another school's id is answered otherwise than nobody's: ${foreign} / ${nobodys}`;
}

function findLeak(answer: string, { asker, store }: Stranger): string | undefined {
  const found = findForeignWord(answer, asker, store.idType);
  return found === undefined ? undefined : `an answer holds ${found}: ${answer.slice(0, 300)}`;
}

interface Call extends Stranger {
  readonly method: string;
  readonly question: Case;
  readonly id: string;
  readonly isInTransaction: boolean;
}

/**
 * Makes one call of a question. All calls of a question throw the same dice, so that they differ in the id alone.
 * Changes in a transaction are undone.
 */
async function call({ store, asker, method, question, id, seed, number, isInTransaction }: Call): Promise<unknown> {
  const args = question({ dice: createDice(seed, `arguments ${asker} ${number}`), store, asker, id });
  const run = findMethod(store, method);
  if (!isInTransaction) return run(args);
  return undo(store, (transaction) => run([...args, { transaction }]));
}

/** Runs a call in a transaction that is rolled back, whatever the result is. */
async function undo({ fixture }: TenantsStore, run: (transaction: unknown) => unknown): Promise<unknown> {
  const undone = new Error('undone');
  let outcome: unknown;
  const transaction = fixture.transaction(async (given) => {
    outcome = await run(given);
    throw undone;
  });
  await transaction.catch((error: unknown) => {
    if (error !== undone) throw error;
  });
  return outcome;
}

function findMethod({ attendance }: TenantsStore, path: string): (args: unknown[]) => unknown {
  const [name = '', inner] = path.split('.');
  const owner: unknown = inner === undefined ? attendance : Reflect.get(attendance, name);
  if (typeof owner !== 'object' || owner === null) throw new Error(`there is no ${path}`);
  return (args) => Reflect.apply(Reflect.get(owner, inner ?? name), owner, args);
}
