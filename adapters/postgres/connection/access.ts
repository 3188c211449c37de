import { AttendanceError } from '../../../src/index.js';
import type { Schema } from '../schema/schema.js';
import type { Execute } from './execute.js';

/** The way of a repository to its tables. */
export interface Access {
  readonly execute: Execute;
  readonly schema: Schema;
}

const key = Symbol('access');

/** Remembers the access of a repository, for the stores of capabilities. Decorators of the repository keep it. */
export function rememberAccess<Repository extends object>(repository: Repository, access: Access): Repository {
  return Object.defineProperty(repository, key, { value: access, enumerable: true });
}

/**
 * Finds the access of a repository.
 * @throws {AttendanceError} `invalid_options` for an object that is no Postgres repository.
 */
export function accessOf(repository: object): Access {
  const access: Access | undefined = Reflect.get(repository, key);
  if (access) return access;
  throw new AttendanceError('invalid_options', 'invalid options: repository: must be a Postgres repository', {
    option: 'repository',
  });
}
