import { createHash } from 'node:crypto';
import { makePdf, type Paper } from '../../platform/pdf.ts';
import { makeZip, type Entry } from '../../platform/zip.ts';
import { formatMoney } from '../../values/money.ts';
import type { Evidence } from '../rules/evidence.ts';
import type { Section } from '../rules/evidence-parts.ts';
import { evidenceSections } from '../rules/evidence-sections.ts';
import { exactTexts } from '../rules/evidence-texts.ts';
import { utc } from '../rules/evidence-words.ts';

/** Stripe takes files of up to 4.5 MB and fewer than 50 pages. */
const maxPages = 48;

/** The evidence as one document to be uploaded. */
export async function evidencePdf(evidence: Evidence): Promise<Buffer> {
  const sections = evidenceSections(evidence);
  const first = await draw(evidence, sections, []);
  const notes = [
    ...(first.missing === 0
      ? []
      : [
          `${first.missing} characters of scripts that this file has no letters for are boxes here; the zip holds the exact text.`,
        ]),
    ...(first.isCut ? ['There was more than fits into this file; the zip holds all of it.'] : []),
  ];
  // What has to be said of the document is known when it is drawn, and stands on its first page.
  return (notes.length === 0 ? first : await draw(evidence, sections, notes)).bytes;
}

function draw(evidence: Evidence, sections: readonly Section[], notes: readonly string[]) {
  const { payment, request, seller, madeAt } = evidence;
  const { amount, currency } = payment;
  const title = `Evidence of a sale: ${formatMoney({ amount, currency }, 'en-GB')}`;
  const foot = `${seller.name} · ${request?.reference ?? payment.id}`;
  return makePdf({ title, foot, maxPages, madeAt }, (paper) => {
    paper.title(title);
    for (const note of [...opening(evidence), ...notes]) paper.text(note, 'quiet');
    for (const section of sections) put(paper, section);
  });
}

const opening = ({ madeAt, portal, payment }: Evidence): string[] => [
  `Made on ${utc(madeAt)} from the records of ${portal}. All times are UTC. This is a copy for reading; the zip that is made beside it holds every text letter for letter.`,
  ...(payment.live_money ? [] : ['TEST: this was a trial, no real money moved.']),
];

function put(paper: Paper, { heading, parts }: Section): void {
  paper.heading(heading);
  for (const part of parts) {
    if ('facts' in part) paper.facts(part.facts);
    else paper.text(part.text, part.look);
  }
}

/** The same document with every text as it is stored, and the hashes of all of them. */
export async function evidenceZip(evidence: Evidence): Promise<Buffer> {
  const files: Entry[] = [
    { name: 'evidence.pdf', data: await evidencePdf(evidence) },
    ...exactTexts(evidence),
  ];
  const hashes = files.map(({ name, data }) => `${sha256(data)}  ${name}\n`).join('');
  return makeZip([...files, { name: 'sha256sums.txt', data: hashes }], evidence.madeAt);
}

const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');
