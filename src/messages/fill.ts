const placeholder = /\{(\w+)\}/g;

/** A template with its placeholders replaced, in one pass: what is inserted is never read for placeholders again. */
export function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replaceAll(placeholder, (_, name: string) => values[name] ?? '');
}

/**
 * Describes the fault of a template.
 * @param needed    Placeholders that it must have.
 * @param optional  Further ones that it may have.
 * @returns         `undefined` when nothing is.
 */
export function findFault(
  template: string,
  needed: readonly string[],
  optional: readonly string[],
): string | undefined {
  const used = [...template.matchAll(placeholder)].map(([, name = '']) => name);
  const missing = needed.find((name) => !used.includes(name));
  if (missing !== undefined) return `must have {${missing}}`;
  const known = [...needed, ...optional];
  const hasStray = used.some((name) => !known.includes(name)) || /[{}]/.test(template.replaceAll(placeholder, ''));
  return hasStray ? `may have these placeholders only: ${known.map((name) => `{${name}}`).join(', ')}` : undefined;
}
