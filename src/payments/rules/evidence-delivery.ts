import type { Evidence, LetterSent, LicenceSold } from './evidence.ts';
import { facts, quiet, quoted, type Section } from './evidence-parts.ts';
import { cutText, plainCode, utc, withoutRepetition } from './evidence-words.ts';

export function licencesOf(licences: readonly LicenceSold[]): Section | null {
  if (licences.length === 0) return null;
  const parts = licences.map(({ permission, ...licence }) => {
    const { sentence, work } = permission as {
      sentence?: string;
      work?: { title?: string; url?: string };
    };
    return facts([
      ['Licence', licence.number],
      ['Article', [work?.title, work?.url].join('\n').trim()],
      ['Use', sentence],
      ['Issued', utc(licence.issued_at)],
      [
        'In force',
        `from ${utc(licence.starts_at)} ${licence.ends_at === null ? 'without end' : `until ${utc(licence.ends_at)}`}`,
      ],
      ['Stands today', plainCode(licence.state)],
      ['Published at', licence.published_url && `${licence.published_url} (told by the buyer)`],
      ['Terms', `version ${licence.terms_version}, SHA-256 ${licence.terms_hash}`],
    ]);
  });
  return { heading: 'What was issued', parts };
}

export function openingsOf({ openings, licences }: Evidence): Section | null {
  if (licences.length === 0) return null;
  const shown = openings
    .slice(0, 100)
    .map(
      (opening) =>
        `${utc(opening.opened_at)}  ${opening.number} ${opening.what}  ${opening.address}  ${opening.agent.slice(0, 60)}`,
    );
  const parts =
    openings.length === 0
      ? [
          quiet(
            'None was recorded. Openings are recorded since this version of the portal; letters below say what was sent.',
          ),
        ]
      : [
          quiet(
            'Page and certificate open only with the secret link that was sent to the buyer. The first hundred of each licence are kept; looks of the newsroom are not.',
          ),
          quoted(shown.join('\n')),
        ];
  if (openings.length > shown.length)
    parts.push(quiet(`${openings.length - shown.length} more stand in the zip.`));
  return { heading: 'Delivery: openings of licence and certificate', parts };
}

/** So many lines of letters are printed in full; of what follows only that it was sent. */
const letterLines = 800;

export function lettersOf(letters: readonly LetterSent[], terms: string): Section | null {
  if (letters.length === 0) return null;
  let left = letterLines;
  const parts = letters.flatMap((letter) => {
    const sent =
      letter.sent_at === null
        ? plainCode(letter.state)
        : `accepted by the mail server ${utc(letter.sent_at)}`;
    const head = facts([
      ['Letter', letter.subject],
      ['To', `${letter.to_name} <${letter.to_address}>`],
      ['Sent', sent],
    ]);
    if (left <= 0) return [head, quiet('Its text stands in the zip.')];
    const text = cutText(withoutRepetition(letter.text, terms), Math.min(left, 150));
    left -= linesOn(text);
    return [head, quoted(text)];
  });
  return {
    heading: 'Delivery: letters to the buyer',
    parts: [quiet('The secret links in them are left out here.'), ...parts],
  };
}

const linesOn = (text: string): number => text.split('\n').length + 4;

export function messagesOf({ messages }: Evidence): Section | null {
  if (messages.length === 0) return null;
  const parts = messages
    .slice(0, 40)
    .flatMap(({ author, author_name: name, body, created_at: at }) => [
      facts([[author === 'staff' ? 'Newsroom' : 'Buyer', `${name}, ${utc(at)}`]]),
      quoted(cutText(body, 20)),
    ]);
  if (messages.length > 40) parts.push(quiet(`${messages.length - 40} more stand in the zip.`));
  return { heading: 'What was written on the page of the request', parts };
}

export function historyOf({ events }: Evidence): Section | null {
  if (events.length === 0) return null;
  const lines = events.slice(0, 150).map((event) => {
    const states = [event.before_state, event.after_state].filter((state) => state !== null);
    const moved = states.length === 0 ? '' : `, ${states.map(plainCode).join(' to ')}`;
    return `${utc(event.created_at)}  ${event.actor_name}: ${plainCode(event.verb)} (${plainCode(event.subject_type)}${moved})`;
  });
  if (events.length > 150) lines.push(`${events.length - 150} more stand in the zip.`);
  return { heading: 'History', parts: [quoted(lines.join('\n'))] };
}
