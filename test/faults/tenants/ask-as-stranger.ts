import { testId } from 'rollbook/testing';
import { createDice, type Dice, pickWith } from '../load/dice.ts';
import { type Case, cases, nobodysId, ownViews } from './cases.ts';
import { answerOf, findForeignWord, inWords, masked, withoutOwnOutcomes } from './compare.ts';
import { numbersOf, schoolNumbers } from './roster.ts';
import type { TenantsStore } from './tenants-store.ts';

/** Who asks, and which question it is; what it asks follows from the seed and the question's number. */
export interface Stranger {
  readonly store: TenantsStore;
  /** The number of the school that asks. */
  readonly asker: number;
  readonly seed: number;
  readonly number: number;
}

/** One question, asked twice: for somebody else's id and for nobody's. */
export interface Question {
  readonly method: string;
  /** What of another school came out, in words. */
  readonly leak: string | undefined;
}

/** Asks one question. */
export async function askAsStranger(stranger: Stranger): Promise<Question> {
  const { store, asker } = stranger;
  const dice = createDice(stranger.seed, `question ${asker} ${stranger.number}`);
  const isOwn = dice() < 0.3;
  const table = isOwn ? ownViews : cases;
  const method = pickWith(dice, Object.keys(table));
  const question = pickWith(dice, table[method] ?? []);
  const isInTransaction = dice() < 0.1 && !method.startsWith('notifications.');
  const ask = (id: string) => answerOf(() => call({ ...stranger, method, question, id, isInTransaction }));
  const ids = [foreignId(stranger, dice), nobodysId({ dice, store })] as const;
  const [foreign, nobodys] = await Promise.all([ask(ids[0]), ask(ids[1])]);
  const difference = isOwn ? undefined : findDifference([foreign, ids[0]], [nobodys, ids[1]]);
  return { method, leak: difference ?? findLeak(isOwn ? inWords(foreign) : masked(foreign, ids[0]), stranger) };
}

/** A child of another school; where ids have more than one spelling, sometimes in the other one. */
function foreignId({ asker, store: { idType } }: Stranger, dice: Dice): string {
  const numbers = schoolNumbers.filter((school) => school !== asker).flatMap(numbersOf);
  const id = testId('child', pickWith(dice, numbers), idType);
  return idType === 'uuid' && dice() < 0.2 ? id.toUpperCase() : id;
}

type Answered = readonly [answer: unknown, id: string];

function findDifference(...answers: readonly [Answered, Answered]): string | undefined {
  const [foreign, nobodys] = answers.map(([answer, id]) => masked(withoutOwnOutcomes(answer, id), id));
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

/** Both calls throw the same dice, so that they differ in the id alone. What is done in a transaction is undone. */
async function call({ store, asker, method, question, id, seed, number, isInTransaction }: Call): Promise<unknown> {
  const args = question({ dice: createDice(seed, `arguments ${asker} ${number}`), store, asker, id });
  const run = findMethod(store, method);
  if (!isInTransaction) return run(args);
  return undo(store, (transaction) => run([...args, { transaction }]));
}

/** Runs a call in a transaction that is rolled back, whatever the call comes to. */
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
