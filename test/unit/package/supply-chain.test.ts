import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as z from 'zod';

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
const manifestSchema = z.object({
  scripts: z.record(z.string(), z.string()),
  dependencies: z.record(z.string(), z.string()),
});
const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({ dev: z.boolean().default(false), hasInstallScript: z.boolean().default(false) }),
  ),
});
const manifest = manifestSchema.parse(JSON.parse(read('package.json')));
const workflows = readdirSync(new URL('../../../.github/workflows', import.meta.url));

/** What installing the package brings, its peers aside: all that is not there for development only. */
const installed = Object.entries(lockSchema.parse(JSON.parse(read('package-lock.json'))).packages).filter(
  ([path, { dev }]) => path !== '' && !dev,
);

test('no dependency of the published package runs a script when it is installed', () => {
  const names = installed.map(([path]) => path.replace(/^.*node_modules\//, ''));
  expect(names).toEqual(expect.arrayContaining(Object.keys(manifest.dependencies)));
  expect(installed.filter(([, { hasInstallScript }]) => hasInstallScript)).toEqual([]);
});

test('the package runs no script when it is installed', () => {
  const atInstall = ['preinstall', 'install', 'postinstall', 'prepare', 'prepublish'];
  expect(Object.keys(manifest.scripts).filter((name) => atInstall.includes(name))).toEqual([]);
});

test('the published package depends on few packages, at exact versions', () => {
  expect(Object.keys(manifest.dependencies)).toEqual(['eventemitter3', 'p-queue', 'p-retry', 'zod']);
  for (const version of Object.values(manifest.dependencies)) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
});

test.each(workflows)('%s pins each action by its commit', (name) => {
  const used = [...read(`.github/workflows/${name}`).matchAll(/uses: (\S+)/g)].map(([, action]) => action);
  expect(used.length).toBeGreaterThan(0);
  for (const action of used) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
});

test.each(workflows)('%s may read the repository, and nothing else unless a job says so', (name) => {
  expect(read(`.github/workflows/${name}`)).toMatch(/^permissions:\n {2}contents: read\n\n/m);
});

test('one job of one workflow may do more: it publishes, and runs no package', () => {
  const granted = workflows.flatMap(
    (name) => read(`.github/workflows/${name}`).match(/^ +permissions:|: write/gm) ?? [],
  );
  expect(granted).toEqual(['    permissions:', ': write']);
  const [, publish = ''] = read('.github/workflows/release.yml').split('\n  publish:\n');
  expect(publish).toContain('id-token: write');
  expect([...publish.matchAll(/run: (.*)/g)].map(([, command]) => command)).toEqual([
    'npm publish ./rollbook-*.tgz --provenance --access public --ignore-scripts',
  ]);
});

test('what is packed names the repository that packs it, or npm refuses its provenance', () => {
  const [, pack = ''] = read('.github/workflows/release.yml').split('\n  pack:\n');
  const commands = [...pack.matchAll(/run: (npm p.*)/g)].map(([, command]) => command);
  expect(commands.slice(0, 2)).toEqual([
    'npm pkg set "repository.type=git" "repository.url=git+https://github.com/$GITHUB_REPOSITORY.git"',
    'npm pack --ignore-scripts',
  ]);
});

test('no workflow knows a secret', () => {
  for (const name of workflows) expect(read(`.github/workflows/${name}`)).not.toMatch(/secrets\./);
});
