import { globSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';

/** Declares the names that a page's code may use without saying where they come from. */
const given = `
  import type { Kysely } from 'kysely';
  import type { Pool } from 'pg';
  import type { Attendance, DefaultStatus } from 'rollbook';
  import type { MemoryRepository } from 'rollbook/memory';
  import type { PostgresTransaction } from 'rollbook/postgres';

  declare global {
    const attendance: Attendance<DefaultStatus, 'day', PostgresTransaction>;
    const repository: MemoryRepository;
    const pool: Pool;
    const db: Kysely<{ excursions: { school_id: string; place: string } }>;
    const schoolId: string;
    const childId: string;
    const childIds: string[];
    const markedBy: string;
    const occurredAt: Date;
  }`;

/** Declares the module of its reader's own that `docs/extend/adapters.md` imports. */
const myStore = `
  import type { ContractFixture, ContractInput } from 'rollbook/testing';

  export declare function createMyStore(input: ContractInput): Promise<ContractFixture & { drop(): Promise<void> }>;`;

/**
 * Type-checks pieces of code, each as a module of its own, by this repository's tsconfig.
 * @param pieces  By name.
 * @returns       One line an error, beginning with the name and line of the piece.
 */
export function typeErrorsOf(root: string, pieces: Readonly<Record<string, string>>): string[] {
  const files = new Map([
    [join(root, 'given.d.ts'), given],
    [join(root, 'docs/extend/my-store.d.ts'), myStore],
    ...Object.entries(pieces).map(([name, code]) => [join(root, `${name}.ts`), `${code}\nexport {};\n`] as const),
  ]);
  const program = createProgram(root, files);
  return [...files.keys()].flatMap((path) => {
    const file = program.getSourceFile(path);
    const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    return found.map(({ start = 0, messageText }) => {
      const line = (file?.getLineAndCharacterOfPosition(start).line ?? 0) + 1;
      return `${relative(root, path)}:${line}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
    });
  });
}

/** The names of the properties and methods of an interface that is declared once in a folder's sources. */
export function membersOf(folder: string, interfaceName: string): string[] {
  const paths = globSync('**/*.ts', { cwd: folder }).map((path) => join(folder, path));
  const [found, ...others] = paths.flatMap((path) => interfacesOf(path, interfaceName));
  if (!found || others.length > 0) throw new Error(`${folder} should have one interface ${interfaceName}`);
  return found.members.flatMap(({ name }) =>
    name && (ts.isIdentifier(name) || ts.isStringLiteral(name)) ? name.text : [],
  );
}

function interfacesOf(path: string, name: string): ts.InterfaceDeclaration[] {
  const text = readFileSync(path, 'utf8');
  if (!text.includes(`interface ${name}`)) return [];
  const { statements } = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
  return statements.filter(ts.isInterfaceDeclaration).filter((statement) => statement.name.text === name);
}

function createProgram(root: string, files: ReadonlyMap<string, string>): ts.Program {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (path) => files.has(path) || fileExists(path);
  host.readFile = (path) => files.get(path) ?? readFile(path);
  host.getSourceFile = (path, languageOptions, ...rest) => {
    const text = files.get(path);
    if (text === undefined) return getSourceFile(path, languageOptions, ...rest);
    return ts.createSourceFile(path, text, languageOptions);
  };
  return ts.createProgram([...files.keys()], { ...options, ...pageStyle }, host);
}

/** Allows a page two things that sources may not do: to leave a name unused, and to write `process.env.DATABASE_URL`. */
const pageStyle: ts.CompilerOptions = { noUnusedLocals: false, noPropertyAccessFromIndexSignature: false };
