import { execFileSync } from 'node:child_process';

/** The user who runs a child process. Empty for the user of this process. */
export interface RunAs {
  readonly uid?: number;
  readonly gid?: number;
}

/**
 * A user other than root, as Postgres refuses to run as root. No user is created for this.
 * @returns  Nothing to change, unless this process runs as root.
 */
export function unprivilegedUser(): RunAs {
  if (process.getuid?.() !== 0) return {};
  const user = ['postgres', 'nobody'].find(exists);
  if (user === undefined)
    throw new Error('Postgres does not run as root, and this machine has no user postgres or nobody');
  return { uid: idOf(user, '-u'), gid: idOf(user, '-g') };
}

function exists(user: string): boolean {
  try {
    idOf(user, '-u');
    return true;
  } catch {
    return false;
  }
}

function idOf(user: string, flag: '-u' | '-g'): number {
  return Number(execFileSync('id', [flag, user], { encoding: 'utf8', stdio: 'pipe' }));
}
