import type { Request, RequestHandler } from 'express';
import multer from 'multer';
import { Refusal, type Problem } from '../../platform/errors.ts';
import { checkFiles, largestFile, mostFiles, uploadProblem } from '../forms/files.ts';
import type { CheckedFile, SentFile } from '../forms/files.ts';

// In memory: files are judged before anything touches a disk, and the limits keep it small.
const upload = multer({
  storage: multer.memoryStorage(),
  defParamCharset: 'utf8',
  limits: {
    files: mostFiles,
    fileSize: largestFile,
    fields: 400,
    fieldNameSize: 60,
    fieldSize: 200_000,
    fieldNestingDepth: 0,
  },
}).array('files', mostFiles);

const problems = new WeakMap<Request, Problem>();

/** Room for twice as many files as are taken, so that one too many is told on the form itself. */
const largestForm = 2 * mostFiles * largestFile;

/**
 * Reads a form with files. What the parser refuses becomes a problem of the form, so nothing typed is lost.
 * What is larger than any form could be, or hides its size, is refused unread: many parts fill a memory too.
 */
export const readUpload: RequestHandler = (req, res, next) => {
  const size = Number(req.get('Content-Length') ?? Number.NaN);
  if (req.is('multipart/form-data') && !(size <= largestForm))
    throw new Refusal('invalid', 'too_large', [uploadProblem('')]);
  upload(req, res, (error: unknown) => {
    // A body that is no form at all is the sender's mistake as well, not a fault of ours.
    if (error !== undefined && error !== null)
      problems.set(req, uploadProblem(error instanceof multer.MulterError ? error.code : ''));
    next();
  });
};

/** The files of the form, judged by content, with what is wrong about them. */
export function filesIn(req: Request): { files: CheckedFile[]; problems: Problem[] } {
  const refused = problems.get(req);
  if (refused !== undefined) return { files: [], problems: [refused] };
  const sent = Array.isArray(req.files) ? (req.files as SentFile[]) : [];
  return checkFiles(sent);
}
