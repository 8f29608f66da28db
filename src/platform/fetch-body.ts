import type { IncomingMessage } from 'node:http';
import { addAbortSignal, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { FetchFault } from './fetch-refusals.ts';

/**
 * The whole body, decompressed. Stops with `too_large` as soon as more than `maxBytes` came out, so that
 * a small archive that unpacks without an end costs no memory.
 */
export async function readCapped(
  response: IncomingMessage,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Buffer> {
  if (Number(response.headers['content-length'] ?? 0) > maxBytes) {
    response.destroy();
    throw new FetchFault('too_large');
  }
  const plain = decompressed(response);
  addAbortSignal(signal, plain);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of plain) {
      const bytes = chunk as Buffer;
      size += bytes.length;
      if (size > maxBytes) throw new FetchFault('too_large');
      chunks.push(bytes);
    }
  } finally {
    response.destroy();
  }
  return Buffer.concat(chunks);
}

function decompressed(response: IncomingMessage): Readable {
  const encoding = (response.headers['content-encoding'] ?? '').trim().toLowerCase();
  if (encoding === '' || encoding === 'identity') return response;
  const decoder = decoderOf(encoding);
  // pipe() does not hand errors on: a connection that breaks off would leave the reader waiting.
  response.on('error', (error) => decoder.destroy(error));
  response.on('aborted', () => decoder.destroy(new Error('aborted')));
  return response.pipe(decoder);
}

function decoderOf(
  encoding: string,
): ReturnType<typeof createGunzip | typeof createBrotliDecompress> {
  if (encoding === 'gzip' || encoding === 'x-gzip') return createGunzip();
  if (encoding === 'deflate') return createInflate();
  if (encoding === 'br') return createBrotliDecompress();
  throw new FetchFault('bad_encoding');
}
