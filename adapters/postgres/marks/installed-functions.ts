import type { Schema } from '../schema/schema.js';
import { type NumberedText, numbered, type QuotedName, type Sql } from '../sql/sql.js';
import { loneFunctionBody } from './lone-function.js';
import { setFunctionBody } from './set-function.js';

/** A function that a migration installs, and the statement that calls it. */
export interface InstalledFunction {
  /** Creates the function. */
  readonly definition: string;
  readonly call: NumberedText;
}

/** The types of parameters, by name. */
type Types = Readonly<Record<string, string>>;

/** The functions that record marks, of this version of the tables. */
export function installedFunctions(schema: Schema) {
  const { functions } = schema;
  const lone = loneTypes(schema);
  const set = setTypes(schema);
  return {
    /** Records a lone mark that names its school. */
    namedMark: installed(functions.recordNamedMark, lone, loneFunctionBody(schema, 'named')),
    /** Records a lone mark that names no school. */
    anyMark: installed(functions.recordMark, lone, loneFunctionBody(schema, 'any')),
    /** Records marks that name their schools. */
    namedMarks: installed(functions.recordNamedMarks, set, setFunctionBody(schema, 'named')),
    /** Records marks, some of which name no school. */
    anyMarks: installed(functions.recordMarks, set, setFunctionBody(schema, 'any')),
  } satisfies Readonly<Record<string, InstalledFunction>>;
}

/** Parameters have numbers in the order in which the body names them first, in the definition as in the call. */
function installed(name: QuotedName, types: Types, body: Sql): InstalledFunction {
  const { text, parameters } = numbered(body);
  const given = parameters.map((parameter, index) => `$${index + 1}::${types[parameter]}`);
  return {
    definition: `create function ${name}(${parameters.map((parameter) => types[parameter]).join(', ')}) returns table (${answer})
  language plpgsql volatile as $function$${text} $function$`,
    call: { text: `select * from ${name}(${given.join(', ')})`, parameters },
  };
}

/** The answer of a function, the same columns as those of the statement. */
const answer = ['code', 'outcome', 'previous_status', 'school_id', 'date', 'record']
  .map((column) => `${column} text`)
  .join(', ');

/** The types of the parameters of all functions. */
const commonTypes: Types = {
  now: 'timestamptz',
  editableDays: 'integer',
  correctDays: 'integer',
  allOrNothing: 'boolean',
  onlyUnmarked: 'boolean',
  movesCounts: 'boolean',
  maxLockWait: 'text',
  jobIds: 'uuid[]',
};

function loneTypes({ idType }: Schema): Types {
  return {
    ...commonTypes,
    schoolId: idType,
    childId: idType,
    status: 'text',
    occurredAt: 'timestamptz',
    intent: 'smallint',
    date: 'date',
    session: 'text',
    reason: 'text',
    note: 'text',
    markedBy: 'text',
  };
}

function setTypes({ idType }: Schema): Types {
  return {
    ...commonTypes,
    schoolIds: `${idType}[]`,
    childIds: `${idType}[]`,
    statuses: 'text[]',
    occurredAt: 'timestamptz[]',
    intents: 'smallint[]',
    dates: 'date[]',
    sessions: 'text[]',
    reasons: 'text[]',
    notes: 'text[]',
    markedBy: 'text[]',
  };
}
