import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';

/** The entry to report, and a folder that the extractor may write to. */
export interface ReportRequest {
  readonly name: string;
  /** Path of the built declarations, such as `dist/memory.d.ts`. */
  readonly declarations: string;
  readonly folder: string;
}

/**
 * Describes every export of an entry with its signature. The report is sorted and has no paths, so that it changes only
 * when a host sees a change. Types that an entry uses without exporting them are left out: `rollbook` exports them.
 * @throws when the declarations cannot be read
 */
export async function reportOf(request: ReportRequest): Promise<string> {
  const problems: string[] = [];
  const { succeeded } = Extractor.invoke(configOf(request), {
    // Without this, the extractor compares with a report of its own and writes nothing.
    localBuild: true,
    messageCallback: (message) => {
      if (message.logLevel === ExtractorLogLevel.Error) problems.push(message.text);
      message.handled = true;
    },
  });
  if (!succeeded) throw new Error(`no report of ${request.declarations}: ${problems.join('; ')}`);
  return readFile(join(request.folder, `${request.name}.api.md`), 'utf8');
}

function configOf({ name, declarations, folder }: ReportRequest): ExtractorConfig {
  const none = { default: { logLevel: ExtractorLogLevel.None } };
  return ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: resolve('package.json'),
    configObject: {
      projectFolder: resolve('.'),
      mainEntryPointFilePath: resolve(declarations),
      compiler: { overrideTsconfig: { extends: resolve('tsconfig.json'), files: [resolve(declarations)] } },
      apiReport: {
        enabled: true,
        reportFileName: name,
        reportFolder: folder,
        reportTempFolder: join(folder, 'temporary'),
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: { extractorMessageReporting: none, tsdocMessageReporting: none },
    },
  });
}
