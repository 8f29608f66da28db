export interface WithoutDoctype {
  xml: string;
  /** Names of the entities that it declared; none of them is ever expanded or fetched. */
  entities: string[];
}

/**
 * Takes the document type out of the head of an XML text together with everything it declares, and every
 * reference to an entity it declared. What remains cannot expand or reach anywhere.
 */
export function withoutDoctype(xml: string): WithoutDoctype {
  const start = findDoctype(xml);
  if (start === -1) return { xml, entities: [] };
  const end = endOf(xml, start);
  const declared = [
    ...xml.slice(start, end).matchAll(/<!ENTITY\s+(?:%\s+)?([^\s"'>]{1,100})/giu),
  ].map(([, name]) => name ?? '');
  const entities = [...new Set(declared)];
  let rest = xml.slice(0, start) + xml.slice(end);
  if (entities.length > 0) {
    const names = new Set(entities);
    rest = rest.replace(/&([^\s;&<]{1,100});/gu, (whole, name: string) =>
      names.has(name) ? '' : whole,
    );
  }
  return { xml: rest, entities };
}

/** Only the head may hold a document type: comments and processing instructions are passed over. */
function findDoctype(xml: string): number {
  for (let at = xml.indexOf('<'); at !== -1; at = xml.indexOf('<', at)) {
    const end = xml.startsWith('<?', at) ? '?>' : xml.startsWith('<!--', at) ? '-->' : null;
    if (end === null) return /^<!DOCTYPE/iu.test(xml.slice(at, at + 9)) ? at : -1;
    const closed = xml.indexOf(end, at + 2);
    if (closed === -1) return -1;
    at = closed + end.length;
  }
  return -1;
}

// No honest feed needs more; the limit keeps the search for the end cheap.
const longest = 20_000;

function endOf(xml: string, start: number): number {
  const part = /"[^"]*"|'[^']*'|<!--[^]*?-->|[[\]>]/gu;
  let depth = 0;
  for (const found of xml.slice(start, start + longest).matchAll(part)) {
    if (found[0] === '[') depth += 1;
    else if (found[0] === ']') depth -= 1;
    else if (found[0] === '>' && depth <= 0) return start + found.index + 1;
  }
  return Math.min(xml.length, start + longest);
}
