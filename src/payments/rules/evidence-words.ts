/** "2026-11-23 10:00:00 UTC": evidence is read in other zones than it was made in. */
export const utc = (at: Date): string => `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`;

/** A code of ours as words: `ask_refund` is "ask refund". */
export const plainCode = (code: string): string => code.replaceAll('_', ' ');

const lineLength = 95;

/** How many lines a text will about fill on paper. */
export function linesFilled(text: string): number {
  return text
    .split('\n')
    .reduce((sum, line) => sum + Math.max(Math.ceil(line.length / lineLength), 1), 0);
}

/** The beginning of a text that fills at most so many lines; what is left out is said. */
export function cutText(text: string, lines: number): string {
  if (linesFilled(text) <= lines) return text;
  const kept: string[] = [];
  let filled = 0;
  for (const line of text.split('\n')) {
    const room = (lines - filled) * lineLength;
    if (room <= 0) break;
    kept.push(line.slice(0, room));
    filled += Math.max(Math.ceil(line.length / lineLength), 1);
  }
  return `${kept.join('\n')}\n[Cut here. The zip holds the whole text.]`;
}

/** A letter without the texts that the document holds elsewhere in full. */
export function withoutRepetition(text: string, terms: string): string {
  const repeated = terms.trim();
  if (repeated === '') return text;
  return text.replaceAll(repeated, '[The terms, word for word as under “Terms” below.]');
}
