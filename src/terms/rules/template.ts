import { conditionNames, placeholderNames, type Condition } from './fill.ts';

export interface Paragraph {
  /** Shown only where the condition holds, or (with `unless`) does not. */
  condition: Condition | null;
  unless: boolean;
  text: string;
}

export interface Clause {
  title: string;
  paragraphs: Paragraph[];
}

/** A template in its two modes: ordinary licences, and articles under a Creative Commons licence. */
export interface Template {
  ordinary: Clause[];
  creativeCommons: Clause[];
}

const modeLine = '=== Creative Commons ===';

/**
 * Reads the text of a template. Clauses begin with `## title`; blank lines part paragraphs, which
 * may begin with `{if condition}` or `{unless condition}`; `{name}` stands for a value.
 */
export function parseTemplate(text: string): Template {
  const [ordinary = '', creativeCommons = ''] = text.split(modeLine);
  return { ordinary: parseClauses(ordinary), creativeCommons: parseClauses(creativeCommons) };
}

function parseClauses(text: string): Clause[] {
  const clauses: Clause[] = [];
  for (const block of text.split(/\n\s*\n/).map((part) => part.trim().replace(/\s+/g, ' '))) {
    if (block === '') continue;
    const [, title] = /^## (.+)$/.exec(block) ?? [];
    if (title !== undefined) clauses.push({ title, paragraphs: [] });
    else clauses.at(-1)?.paragraphs.push(parseParagraph(block));
  }
  return clauses;
}

function parseParagraph(block: string): Paragraph {
  const [, word, name, text = ''] = /^\{(if|unless) (\w+)\} (.+)$/.exec(block) ?? [];
  const condition = conditionNames.find((known) => known === name) ?? null;
  if (condition === null) return { condition: null, unless: false, text: block };
  return { condition, unless: word === 'unless', text };
}

/** What is wrong with a template before it may be published, as English sentences; none when it is right. */
export function templateProblems(text: string): string[] {
  const { ordinary, creativeCommons } = parseTemplate(text);
  const problems: string[] = [];
  if (ordinary.length === 0) problems.push('The terms have no clause.');
  if (creativeCommons.length === 0) problems.push('The part for Creative Commons is missing.');
  const known = new Set<string>(placeholderNames);
  for (const [, inside = ''] of text.matchAll(/\{([^}]*)\}/g)) {
    const [, condition] = /^(?:if|unless) (\w+)$/.exec(inside) ?? [];
    const fits =
      condition === undefined
        ? known.has(inside)
        : conditionNames.some((name) => name === condition);
    if (!fits) problems.push(`{${inside}} is no placeholder of the terms.`);
  }
  return problems;
}
