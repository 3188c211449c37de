import { resolveSchema } from '../../../adapters/postgres/schema/schema.ts';

/** The version of the tables that this release needs: the number of its latest migration. */
export const { version } = resolveSchema({});

/** The name of the view by which the tables say that they serve a version. */
export function viewOf(of: number): string {
  return `schema_version_${of}`;
}
