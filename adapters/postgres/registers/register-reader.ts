import type { RegisterReader } from '../../../src/index.js';
import { childNotFound, schoolNotFound, schoolTimezoneInvalid } from '../../../src/rules/index.js';
import type { Execute } from '../connection/execute.js';
import type { Schema } from '../schema/schema.js';
import { dailyFiguresStatement, type FiguresRow, toFigures } from './daily-figures.js';
import { type HistoryRow, historyStatement, toRevisions } from './history.js';
import { type RegisterRow, registerStatement, toEntries } from './register.js';

/** Reads registers, figures and histories from Postgres. Each method is one statement. */
export function createRegisterReader(execute: Execute, schema: Schema, counts: 'inline' | 'deferred'): RegisterReader {
  return {
    getRegister: async (query, options) => {
      const { rows } = await execute<RegisterRow>('getRegister', () => registerStatement(schema, query), options);
      const { date } = firstOf(rows, query.schoolId);
      return { date, entries: toEntries(rows, query, date) };
    },
    getDailyFigures: async (query, options) => {
      const toStatement = () => dailyFiguresStatement(schema, query, counts);
      const { rows } = await execute<FiguresRow>('getDailyFigures', toStatement, options);
      const { date, first } = firstOf(rows, query.schoolId);
      return { date, ...toFigures(first) };
    },
    getHistory: async (query, options) => {
      const { rows } = await execute<HistoryRow>('getHistory', () => historyStatement(schema, query), options);
      if (!rows[0]) throw schoolNotFound(query.schoolId);
      if (rows[0].is_known === 'false') throw childNotFound(query.schoolId, query.childId);
      return toRevisions(rows, query);
    },
  };
}

/** Finds the first row of a query, which says if the school is there and what day it has. */
function firstOf<Row extends { readonly day: string | null }>(rows: readonly Row[], schoolId: string) {
  const [first] = rows;
  if (!first) throw schoolNotFound(schoolId);
  if (first.day === null) throw schoolTimezoneInvalid(schoolId);
  return { first, date: first.day };
}
