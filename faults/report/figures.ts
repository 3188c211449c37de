const units = [
  { ending: /Ms$/, unit: ' ms' },
  { ending: /Mb$/, unit: ' MB' },
] as const;

/** The words of a name in a report, such as `brokenChains`. */
export function nameInWords(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** The words of a figure whose unit is in its name. `slowestRecoveryMs` becomes `slowest recovery 1,265 ms`. */
export function figureInWords(name: string, value: number): string {
  const { ending = '', unit = '' } = units.find((each) => each.ending.test(name)) ?? {};
  return `${nameInWords(name.replace(ending, ''))} ${toText(value)}${unit}`;
}

function toText(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: 1 });
}
