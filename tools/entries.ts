import { existsSync } from 'node:fs';
import manifest from '../package.json' with { type: 'json' };

/** One entry of the package. */
export interface Entry {
  /** The name that hosts import, such as `rollbook/memory`. */
  readonly specifier: string;
  /** The name of the built file without its ending, such as `memory`. */
  readonly name: string;
  /** The source, as seen from the root of the repository. */
  readonly source: string;
}

/** The entries in `exports` of package.json. The source of `./x` is `src/x/index.ts` or `adapters/x/index.ts`. */
export const entries: readonly Entry[] = Object.entries(manifest.exports).flatMap(([path, target]) => {
  if (typeof target === 'string') return [];
  const name = path === '.' ? 'index' : path.slice('./'.length);
  return [{ specifier: path.replace('.', manifest.name), name, source: sourceOf(name) }];
});

function sourceOf(name: string): string {
  const candidates = name === 'index' ? ['src/index.ts'] : [`src/${name}/index.ts`, `adapters/${name}/index.ts`];
  const source = candidates.find((candidate) => existsSync(new URL(`../${candidate}`, import.meta.url)));
  if (source === undefined)
    throw new Error(`package.json exports ${name}, and none of ${candidates.join(', ')} exists`);
  return source;
}
