import { byteOrderMark, csvLine, type Cell } from './accounting-csv.ts';
import type { Evidence } from './evidence.ts';

/** A file of the zip. */
export interface ExactText {
  name: string;
  data: string;
}

/**
 * Every text of the evidence letter for letter, by the names of the files: those of offer and terms have the hashes that
 * were recorded when they were accepted. Tables are CSV in which no cell is a formula.
 */
export function exactTexts(evidence: Evidence): ExactText[] {
  const { acceptance, offer, letters, messages, openings, events } = evidence;
  const texts: (ExactText | null)[] = [
    acceptance && { name: 'acceptance.txt', data: acceptanceRecord(acceptance) },
    offer && { name: 'offer.txt', data: acceptance?.offer_text ?? offer.text },
    acceptance && { name: 'terms.txt', data: acceptance.terms_text },
    ...letters.map((letter, at) => ({ name: letterName(at, letter.kind), data: written(letter) })),
    messages.length === 0
      ? null
      : {
          name: 'messages.csv',
          data: table(
            ['Time (UTC)', 'From', 'Name', 'Text'],
            messages.map((said) => [
              ...[said.created_at.toISOString(), said.author, said.author_name, said.body],
            ]),
          ),
        },
    {
      name: 'openings.csv',
      data: table(
        ['Time (UTC)', 'Licence', 'What', 'Network address', 'Browser'],
        openings.map(({ opened_at: at, number, what, address, agent }) => [
          ...[at.toISOString(), number, what, address, agent],
        ]),
      ),
    },
    {
      name: 'history.csv',
      data: table(
        ['Time (UTC)', 'Who', 'Name', 'What', 'Of', 'Before', 'After'],
        events.map((event) => [
          ...[event.created_at.toISOString(), event.actor_type, event.actor_name, event.verb],
          ...[event.subject_type, event.before_state ?? '', event.after_state ?? ''],
        ]),
      ),
    },
  ];
  return texts.filter((text) => text !== null);
}

function acceptanceRecord(acceptance: NonNullable<Evidence['acceptance']>): string {
  const rows = [
    ['Who', acceptance.actor],
    ['When', acceptance.accepted_at.toISOString()],
    ['Network address', acceptance.address],
    ['Browser', acceptance.agent],
    ['Button pressed', acceptance.button],
    ['SHA-256 of the offer', `${acceptance.offer_hash} (offer.txt)`],
    ['Version of the terms', String(acceptance.terms_version)],
    ['SHA-256 of the terms', `${acceptance.terms_hash} (terms.txt)`],
  ];
  return rows.map(([name, value]) => `${name}: ${value}\n`).join('');
}

/** Names are made of our own words for the kinds of letters. */
const letterName = (at: number, kind: string): string =>
  `letters/${String(at + 1).padStart(3, '0')}-${kind.replaceAll(/[^a-z-]/gu, '')}.txt`;

function written(letter: Evidence['letters'][number]): string {
  const head = [
    `To: ${letter.to_name} <${letter.to_address}>`,
    `Subject: ${letter.subject}`,
    `Queued: ${letter.queued_at.toISOString()}`,
    letter.sent_at === null
      ? `State: ${letter.state}`
      : `Accepted by the mail server: ${letter.sent_at.toISOString()}`,
  ];
  return `${head.join('\n')}\n\n${letter.text}`;
}

const table = (head: readonly Cell[], rows: readonly Cell[][]): string =>
  byteOrderMark + [head, ...rows].map((cells) => csvLine(cells)).join('');
