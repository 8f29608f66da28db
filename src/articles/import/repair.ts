import { withoutDoctype } from './doctype.ts';
import { openElements } from './open-elements.ts';
import { note, type Note } from './types.ts';

export interface Repaired {
  xml: string;
  warnings: Note[];
  /** Elements open at once at the deepest place; a feed has about ten. */
  depth: number;
}

/**
 * Makes an XML feed readable that breaks rules in ways that leave no doubt: junk before it, forbidden
 * characters, bare ampersands, an end that is missing. The document type is always taken out.
 */
export function repairXml(text: string): Repaired {
  const warnings: Note[] = [];
  const { xml: plain, entities } = withoutDoctype(withoutJunk(text));
  if (entities.length > 0) {
    const names = entities.slice(0, 5).join(', ');
    warnings.push(
      note('The feed defines entities of its own ({names}); they were left out.', { names }),
    );
  }
  const legal = withoutForbidden(plain);
  if (legal !== plain) warnings.push(note('Characters that XML forbids were left out.'));
  const { xml, ampersands, openCdata } = escapeAmpersands(renameOriginalLinks(legal));
  if (ampersands > 0)
    warnings.push(note('{count} bare ampersands were escaped.', { count: ampersands }));
  const closed = openCdata ? `${xml}]]>` : xml;
  const { missing, depth, cut } = openElements(closed);
  if (missing.length > 0 || openCdata || cut < closed.length)
    warnings.push(note('The feed breaks off before its end.'));
  return {
    xml:
      closed.slice(0, cut) +
      missing
        .toReversed()
        .map((name) => `</${name}>`)
        .join(''),
    warnings,
    depth,
  };
}

function withoutJunk(text: string): string {
  const start = text.indexOf('<');
  return start > 0 ? text.slice(start) : text;
}

// oxlint-disable-next-line no-control-regex -- these are what XML forbids
const forbidden = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/gu;

function withoutForbidden(xml: string): string {
  return xml
    .replace(forbidden, '')
    .replace(/&#(?:[0-8]|1[124-9]|2\d|3[01]|x0?[0-8]|x0?[bcef]|x1[\da-f]);/giu, '');
}

/** FeedBurner puts its own redirect into the link and the article's address here; our parser knows only the other name. */
function renameOriginalLinks(xml: string): string {
  return xml.replace(/<(\/?)feedburner:origLink>/giu, '<$1dc:identifier>');
}

function escapeAmpersands(xml: string): { xml: string; ampersands: number; openCdata: boolean } {
  let ampersands = 0;
  const pieces = xml.split(/(<!\[CDATA\[[^]*?(?:\]\]>|$))/u);
  const last = pieces.at(-2) ?? '';
  const openCdata = last.startsWith('<![CDATA[') && !last.endsWith(']]>');
  const escaped = pieces.map((piece, index) =>
    index % 2 === 1
      ? piece
      : piece.replace(/&(?!#\d{1,7};|#x[\da-f]{1,6};|[a-z][a-z\d]{1,31};)/giu, () => {
          ampersands += 1;
          return '&amp;';
        }),
  );
  return { xml: escaped.join(''), ampersands, openCdata };
}
