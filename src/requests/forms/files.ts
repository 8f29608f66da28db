import { createHash } from 'node:crypto';
import type { Problem } from '../../platform/errors.ts';

export const mostFiles = 3;
/** Bytes of one file. */
export const largestFile = 5_000_000;

/** A file as it came in; the name is the sender's own. */
export interface SentFile {
  originalname: string;
  buffer: Buffer;
}

export interface CheckedFile {
  name: string;
  mediaType: 'application/pdf' | 'image/jpeg' | 'image/png';
  bytes: Buffer;
  sha256: string;
}

const beginnings: readonly [CheckedFile['mediaType'], string, Buffer][] = [
  ['application/pdf', 'pdf', Buffer.from('%PDF-')],
  ['image/jpeg', 'jpg', Buffer.from([0xff, 0xd8, 0xff])],
  ['image/png', 'png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
];

/** Judges files by their content, never by name or declared type. Empty file inputs count as none. */
export function checkFiles(sent: readonly SentFile[]): {
  files: CheckedFile[];
  problems: Problem[];
} {
  const given = sent.filter(({ buffer }) => buffer.length > 0);
  const files = given.map(checkFile);
  const good = files.filter((file) => file !== null);
  const problem =
    given.length > mostFiles ? tooMany : good.length < files.length ? wrongKind : null;
  return problem === null ? { files: good, problems: [] } : { files: [], problems: [problem] };
}

const tooMany: Problem = {
  field: 'files',
  message: 'Send at most {count} files.',
  params: { count: mostFiles },
};
const wrongKind: Problem = {
  field: 'files',
  message: 'Send files as PDF, JPEG or PNG only. Choose them again: browsers forget files.',
};

/** The problem of a file that the upload itself refused, by the code of the parser. */
export function uploadProblem(code: string): Problem {
  if (code === 'LIMIT_FILE_COUNT' || code === 'LIMIT_UNEXPECTED_FILE') return tooMany;
  if (code === 'LIMIT_FILE_SIZE')
    return {
      field: 'files',
      message: 'Each file may have up to {size} MB. Choose smaller ones.',
      params: { size: largestFile / 1_000_000 },
    };
  return {
    field: '',
    message: 'What was sent is too large or incomplete. Shorten it and send it again.',
  };
}

function checkFile({ originalname, buffer }: SentFile): CheckedFile | null {
  const kind = beginnings.find(([, , start]) => buffer.subarray(0, start.length).equals(start));
  if (kind === undefined) return null;
  return {
    name: fileName(originalname, kind[1]),
    mediaType: kind[0],
    bytes: buffer,
    sha256: createHash('sha256').update(buffer).digest('hex'),
  };
}

/** The last part of the sender's name without anything a file system or a header could trip over. */
function fileName(original: string, ending: string): string {
  const last = original.normalize('NFC').split(/[\\/]/u).at(-1) ?? '';
  const stem = last
    .replace(/\.[^.]*$/u, '')
    .replace(/[^\p{L}\p{M}\p{N} ._()-]/gu, '')
    .replace(/^[. ]+/u, '')
    .trim();
  return `${Array.from(stem).slice(0, 80).join('') || 'file'}.${ending}`;
}
