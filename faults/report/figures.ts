const units = [
  { ending: /Ms$/, unit: ' ms' },
  { ending: /Mb$/, unit: ' MB' },
] as const;

/** A name as a report has it, such as `brokenChains`, in words. */
export function nameInWords(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** A figure whose unit stands in its name, such as `slowestRecoveryMs`: `slowest recovery 1,265 ms`. */
export function figureInWords(name: string, value: number): string {
  const { ending = '', unit = '' } = units.find((each) => each.ending.test(name)) ?? {};
  return `${nameInWords(name.replace(ending, ''))} ${toText(value)}${unit}`;
}

function toText(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: 1 });
}
