/** A part of the document: names with what they are, or a text; `quoted`: somebody's own words. */
export type Part =
  { facts: (readonly [string, string])[] } | { text: string; look: 'plain' | 'quiet' | 'quoted' };

export interface Section {
  heading: string;
  parts: Part[];
}

/** Names with what they are; what there is nothing of is left out. */
export const facts = (rows: (readonly [string, string | null | undefined])[]): Part => ({
  facts: rows.flatMap(([name, value]) => (value ? [[name, value] as const] : [])),
});
export const quiet = (text: string): Part => ({ text, look: 'quiet' });
export const quoted = (text: string): Part => ({ text, look: 'quoted' });
