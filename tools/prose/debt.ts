import type { Finding, RuleName } from './rules.ts';

/** The number of findings of each rule that a file may still have. */
export type FileDebt = Partial<Record<RuleName, number>>;

/** The findings that are still allowed, by file. A file that is not named may have none. */
export type Debt = Readonly<Record<string, FileDebt>>;

/** All findings of one rule in a file that has more of them than the debt allows. */
export interface Excess {
  readonly path: string;
  readonly rule: RuleName;
  readonly allowed: number;
  readonly findings: readonly Finding[];
}

/** The findings that the debt does not allow. */
export function findExcess(path: string, findings: readonly Finding[], debt: Debt): Excess[] {
  const byRule = Map.groupBy(findings, ({ rule }) => rule);
  return [...byRule].flatMap(([rule, found]) => {
    const allowed = debt[path]?.[rule] ?? 0;
    return found.length > allowed ? [{ path, rule, allowed, findings: found }] : [];
  });
}

/** The debt after what was found, which is never more than before. */
export function shrinkDebt(found: ReadonlyMap<string, readonly Finding[]>, debt: Debt): Debt {
  const files = Object.entries(debt).map(
    ([path, before]) => [path, shrinkFile(found.get(path) ?? [], before)] as const,
  );
  return Object.fromEntries(files.filter(([, file]) => Object.keys(file).length > 0));
}

/** The debt as JSON with a line for each file, as the formatter wants it. */
export function printDebt(debt: Debt): string {
  const lines = Object.entries(debt).map(([path, file]) => {
    const counts = Object.entries(file).map(([rule, count]) => `"${rule}": ${count}`);
    return `  ${JSON.stringify(path)}: { ${counts.join(', ')} }`;
  });
  return lines.length === 0 ? '{}\n' : `{\n${lines.join(',\n')}\n}\n`;
}

function shrinkFile(findings: readonly Finding[], before: FileDebt): FileDebt {
  const after: FileDebt = {};
  for (const { rule } of findings) after[rule] = Math.min((after[rule] ?? 0) + 1, before[rule] ?? 0);
  return Object.fromEntries(Object.entries(after).filter(([, count]) => count > 0));
}
