import type { Request, RequestHandler } from 'express';
import multer from 'multer';
import { Refusal } from './errors.ts';

/** Sizes in bytes. */
interface Limits {
  largest: number;
  /** Of any other field of the form. */
  fieldSize: number;
}

interface OneFile {
  /** Puts the file of the field `file`, where there is one, into `req.file`; guard the route before it. */
  read: RequestHandler;
  /** Whether the file was larger than allowed: the page says so and keeps what was typed. */
  wasTooLarge(req: Request): boolean;
}

/** Reads a form with one file into memory: it is read whole anyway, and it never touches a disk. */
export function oneFile({ largest, fieldSize }: Limits): OneFile {
  const upload = multer({
    storage: multer.memoryStorage(),
    defParamCharset: 'utf8',
    limits: { files: 1, fileSize: largest, fields: 5, fieldSize, fieldNameSize: 40 },
  }).single('file');
  const tooLarge = new WeakSet<Request>();
  const read: RequestHandler = (req, res, next) => {
    upload(req, res, (error: unknown) => {
      if (error instanceof multer.MulterError && error.code === 'LIMIT_FILE_SIZE')
        tooLarge.add(req);
      // A body that is no form at all is the sender's mistake as well, not a fault of ours.
      else if (error !== undefined && error !== null)
        return next(new Refusal('invalid', 'malformed'));
      next();
    });
  };
  return { read, wasTooLarge: (req) => tooLarge.has(req) };
}
