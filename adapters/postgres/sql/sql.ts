import type { IdType } from '../../../src/index.js';

/** One SQL statement. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
  /** Names the statement, so that a connection plans it once. Only for a text that doesn't vary. */
  readonly name?: string;
  /** The names of the parameters, in the order of their numbers, for readers of the statement. */
  readonly parameters?: readonly string[];
}

/** A name quoted for SQL, such as a table of `Schema`. */
export type QuotedName = `"${string}".${string}`;

/** A name that a query of this adapter gives to a row. */
export type Alias = 'a' | 'c' | 'd' | 'h' | 'j' | 'l' | 'p' | 'r' | 's' | 't' | 'u' | 'v' | 'decided' | 'excluded';

/** Text that may stand in a query as it is. A value never does: it goes by the name of a parameter, such as `:now`. */
type Part = Sql | QuotedName | IdType | Alias | number;

/** The values of a statement's parameters, by name. Values of parameters that the text doesn't have are ignored. */
export type Values = Readonly<Record<string, unknown>>;

/** A query, or a fragment of one. Made by the tag `sql`. */
export class Sql {
  readonly #template: string;

  constructor(template: string) {
    this.#template = template;
  }

  /** The text, with names instead of numbers of parameters. */
  toString(): string {
    return this.#template;
  }
}

/**
 * Writes SQL. A parameter stands as `:name`, and numbers itself when the query is rendered. The same name is the same
 * parameter wherever it stands, in fragments too.
 * @example
 * statementOf(sql`select name from ${schema.roster.schools} where id = :id::${schema.idType}`, { id });
 */
export function sql(strings: TemplateStringsArray, ...parts: readonly Part[]): Sql {
  return new Sql(strings.reduce((text, string, index) => `${text}${parts[index - 1]}${string}`));
}

/** SQL of a text that stands in the source of this adapter, such as the name of a column. */
export function raw(text: string): Sql {
  return new Sql(text);
}

/** Fragments one after the other. */
export function join(parts: readonly Sql[], separator = ', '): Sql {
  return new Sql(parts.join(separator));
}

/** A fragment that is empty. */
export const nothing = new Sql('');

/** The text of a query with numbered parameters. */
export interface NumberedText {
  readonly text: string;
  /** The names of the parameters, in the order of their numbers. */
  readonly parameters: readonly string[];
}

/** A parameter; the second colon of a cast is none. */
const parameter = /(?<!:):([a-z]\w*)/gi;

/** Numbers the parameters of a query, in the order in which they come first. */
export function numbered(query: Sql): NumberedText {
  const numbers = new Map<string, number>();
  const text = query.toString().replace(parameter, (_, name: string) => {
    const number = numbers.get(name) ?? numbers.size + 1;
    numbers.set(name, number);
    return `$${number}`;
  });
  return { text, parameters: [...numbers.keys()] };
}

/** Gives values to a text that was numbered once. */
export function bind({ text, parameters }: NumberedText, values: Values): Statement {
  return { text, values: parameters.map((name) => pick(values, name)), parameters };
}

/** Makes a statement of a query and the values of its parameters. */
export function statementOf(query: Sql, values: Values): Statement {
  return bind(numbered(query), values);
}

function pick(values: Values, name: string): unknown {
  if (!(name in values)) throw new Error(`the parameter :${name} has no value`);
  return values[name];
}
