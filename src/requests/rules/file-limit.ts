import type { Problem } from '../../platform/errors.ts';

/** Files that may come with one request in all, those of its form among them. */
export const mostFilesInAll = 10;

export const tooManyInAll: Problem = {
  field: 'files',
  message: 'A request takes {count} files in all. Write to us where more are needed.',
  params: { count: mostFilesInAll },
};
