import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';

/** The two bytes that every gzip file begins with. */
const GZIP = '1f8b';

/**
 * The streams that lead from a file, plain or gzip, to its text. The file's first bytes say which kind it is; the name
 * does not.
 * @throws what the file system says of a file that cannot be read
 */
export async function openFile(path: string): Promise<NodeJS.ReadableStream[]> {
  const isGzip = (await firstBytes(path)) === GZIP;
  return [createReadStream(path), ...(isGzip ? [createGunzip()] : [])];
}

async function firstBytes(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return buffer.toString('hex', 0, bytesRead);
  } finally {
    await file.close();
  }
}
