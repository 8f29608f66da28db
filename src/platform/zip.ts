import { strToU8, zipSync } from 'fflate';

/** A file in an archive; its name is made here, never by somebody else. */
export interface Entry {
  name: string;
  data: string | Buffer;
}

const safeName = /^(?:[a-z0-9][a-z0-9.-]*\/)?[a-z0-9][a-z0-9.-]*$/u;

/** An archive of these files. Throws on a name that could lead elsewhere when it is unpacked. The one door to the zip package. */
export function makeZip(entries: readonly Entry[], madeAt: Date): Buffer {
  const files = entries.map(({ name, data }): [string, Uint8Array] => {
    if (!safeName.test(name) || name.includes('..')) throw new Error(`not a safe name: ${name}`);
    return [name, typeof data === 'string' ? strToU8(data) : data];
  });
  return Buffer.from(zipSync(Object.fromEntries(files), { mtime: madeAt }));
}
