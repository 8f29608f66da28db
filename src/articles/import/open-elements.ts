/** No feed nests deeper than this; what does is meant to exhaust the parser. */
export const deepest = 200;

export interface OpenElements {
  /** Names of elements still open at the end, outermost first. */
  missing: string[];
  /** Most elements open at once; the scan ends where it passes `deepest`. */
  depth: number;
  /** Where a tag begins that was never finished, else the length of the text. */
  cut: number;
}

const tagName = /^<\/?([a-z_][\w:.-]{0,100})/iu;

/** Looks which elements of an XML text are not closed, in one pass and without building anything. */
export function openElements(xml: string): OpenElements {
  const missing: string[] = [];
  let depth = 0;
  for (let at = xml.indexOf('<'); at !== -1;) {
    const end = endOfMarkup(xml, at);
    if (end === -1) return { missing, depth, cut: at };
    const isTag = xml[end - 1] === '>';
    const name = isTag ? tagName.exec(xml.slice(at, at + 104))?.[1] : undefined;
    if (name !== undefined && xml[at + 1] === '/') closeElement(missing, name);
    else if (name !== undefined && xml[end - 2] !== '/')
      depth = Math.max(depth, missing.push(name));
    if (depth > deepest) return { missing, depth, cut: xml.length };
    at = xml.indexOf('<', end);
  }
  return { missing, depth, cut: xml.length };
}

const closings: [string, string][] = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
];

/** Index after the markup that begins at `at`; a `<` that begins none counts as a character; -1 if unfinished. */
function endOfMarkup(xml: string, at: number): number {
  for (const [opening, closing] of closings) {
    if (!xml.startsWith(opening, at)) continue;
    const found = xml.indexOf(closing, at + opening.length);
    return found === -1 ? -1 : found + closing.length;
  }
  for (let index = at + 1; index < xml.length; index += 1) {
    const character = xml[index];
    if (character === '>') return index + 1;
    if (character === '<') return index;
    if (character !== '"' && character !== "'") continue;
    const quote = xml.indexOf(character, index + 1);
    // A quote that never ends is text ("5 < 6" tall"), not an attribute, unless the file breaks off in it.
    if (quote === -1) return xml.includes('>', index) ? index : -1;
    index = quote;
  }
  return -1;
}

/** Unclosed elements inside (HTML in a description) end with the one that closes around them. */
function closeElement(open: string[], name: string): void {
  const at = open.lastIndexOf(name);
  if (at !== -1) open.length = at;
}
