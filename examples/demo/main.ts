import { InputError } from './input-error.ts';
import { runMorning } from './morning/morning.ts';
import { helpText, parseOptions } from './options.ts';
import { runReplay } from './replay/replay.ts';

/** @returns  The exit code. */
async function main(args: readonly string[]): Promise<number> {
  const options = parseOptions(args);
  switch (options.run) {
    case 'help':
      console.log(helpText);
      return 0;
    case 'morning':
      return (await runMorning()) ? 0 : 1;
    case 'replay':
      return (await runReplay(options)) ? 0 : 1;
    default:
      return options satisfies never;
  }
}

function report(error: unknown): number {
  if (!(error instanceof InputError)) {
    console.error(error);
    return 1;
  }
  console.error(`demo: ${error.message}`);
  console.error('See: npm run demo -- --help');
  return 2;
}

process.exitCode = await main(process.argv.slice(2)).catch(report);
