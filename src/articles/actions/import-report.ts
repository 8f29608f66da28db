import type { Note, ReadItem } from '../import/types.ts';
import type { ImportProblem } from '../store/imports.ts';

/** What an import has done so far. */
export interface ImportReport {
  read: number;
  created: number;
  changed: number;
  unchanged: number;
  skipped: number;
  problems: ImportProblem[];
}

export function newReport(): ImportReport {
  return { read: 0, created: 0, changed: 0, unchanged: 0, skipped: 0, problems: [] };
}

// Beyond these a list helps nobody; the counts go on.
const mostProblems = 300;

/** Keeps why an item was skipped, or what is to be known about it. */
export function reportItem(report: ImportReport, item: ReadItem): void {
  if (item.kind === 'skipped') {
    report.skipped += 1;
    addProblem(report, { item: item.label, ...item.reason, count: 1, skipped: true });
  } else for (const problem of item.problems) reportNote(report, item.title, problem);
}

/** Keeps a note about the feed (with an empty item) or an article; equal sentences are counted. */
export function reportNote(report: ImportReport, item: string, { message, params }: Note): void {
  const same = report.problems.find((problem) => !problem.skipped && problem.message === message);
  if (same) same.count += 1;
  else addProblem(report, { item, message, params, count: 1, skipped: false });
}

function addProblem(report: ImportReport, problem: ImportProblem): void {
  if (report.problems.length < mostProblems) report.problems.push(problem);
}
