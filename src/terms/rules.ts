import { createHash } from 'node:crypto';
import { escapeHtml } from '../values/escape.ts';
import type { RenderedTerms, TermsFacts, TermsRow } from './rules/facts.ts';
import { conditionsOf, valuesOf, workWords, type Condition } from './rules/fill.ts';
import { shortCreativeCommons, shortTerms } from './rules/short.ts';
import { parseTemplate, type Clause, type Paragraph } from './rules/template.ts';

/**
 * The terms of one licence: the template filled, as plain text and as HTML, with the SHA-256 of the
 * text and the duties in short. Pure: equal inputs give equal bytes, so the text can be made again.
 */
export function renderTerms(terms: TermsRow, facts: TermsFacts): RenderedTerms {
  const values = valuesOf(terms, facts);
  const holds = conditionsOf(facts);
  const { ordinary, creativeCommons } = parseTemplate(terms.template);
  const isCreativeCommons = isUnderCreativeCommons(facts);
  const works = facts.works.map((work) => workWords(work, isCreativeCommons));
  const clauses = (isCreativeCommons ? creativeCommons : ordinary).map((clause) =>
    fillClause(clause, { values, holds, works }),
  );
  const text = clauses.map(textOf).join('\n\n');
  return {
    text,
    html: clauses.map(htmlOf).join('\n'),
    hash: hashOf(text),
    short: isCreativeCommons
      ? shortCreativeCommons(values.licence)
      : [...conditionsIn(facts), ...shortTerms(holds, terms.parameters)],
  };
}

/** The special conditions of all works, each once. */
function conditionsIn({ works }: TermsFacts): string[] {
  return [...new Set(works.flatMap(({ conditions = [] }) => conditions))];
}

/** A fee shows that the use goes beyond the Creative Commons licence: then our terms hold. */
function isUnderCreativeCommons({ works, fee }: TermsFacts): boolean {
  return fee === null && works.length > 0 && works.every(({ ccLicence }) => ccLicence);
}

/** SHA-256 of a text in UTF-8, hex. */
function hashOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** The hash of a version: any change of template or parameters changes it. */
export function templateHash(template: string, parameters: object): string {
  const sorted = Object.entries(parameters).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return hashOf(`${template}\n${JSON.stringify(sorted)}`);
}

type Filled = { title: string; blocks: (string | string[])[] };

interface Filling {
  values: Readonly<Record<string, string>>;
  holds: ReadonlySet<Condition>;
  works: string[];
}

function fillClause({ title, paragraphs }: Clause, filling: Filling): Filled {
  const shown = paragraphs.filter((paragraph) => applies(paragraph, filling.holds));
  const blocks = shown.map(({ text }) =>
    text === '{works}' ? filling.works : fill(text, filling.values),
  );
  return { title: fill(title, filling.values), blocks };
}

function applies({ condition, unless }: Paragraph, holds: ReadonlySet<Condition>): boolean {
  return condition === null || holds.has(condition) !== unless;
}

// One pass, so that a value which looks like a placeholder stays what somebody typed.
function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

function textOf({ title, blocks }: Filled): string {
  const paragraphs = blocks.map((block) =>
    typeof block === 'string' ? block : block.map((item) => `- ${item}`).join('\n'),
  );
  return [title, ...paragraphs].join('\n\n');
}

function htmlOf({ title, blocks }: Filled): string {
  const paragraphs = blocks.map((block) =>
    typeof block === 'string'
      ? `<p>${escapeHtml(block)}</p>`
      : `<ul>${block.map((item) => `<li dir="auto">${escapeHtml(item)}</li>`).join('')}</ul>`,
  );
  return [`<h2>${escapeHtml(title)}</h2>`, ...paragraphs].join('\n');
}
