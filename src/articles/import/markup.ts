export type Attributes = Record<string, string>;

/** Attributes of a start tag as the sanitizer writes it: lower case, double quotes. */
export function attributesOf(text = ''): Attributes {
  const attributes: Attributes = {};
  for (const [, name = '', value = ''] of text.matchAll(/([a-z]+)="([^"]*)"/gu))
    attributes[name] = value;
  return attributes;
}

const emptyWords = /<(em|strong|a|code|sub|sup|abbr|cite|q|span)(?: [^>]*)?>(\s*)<\/\1>/gu;

/** Takes out inline elements in which nothing stands, from the inside out; blanks stay. */
export function withoutEmptyWords(html: string): string {
  const less = html.replace(emptyWords, '$2');
  return less === html ? less : withoutEmptyWords(less);
}

/** Takes out lists, quotations and tables in which nothing stands, from the inside out. */
export function withoutEmpty(html: string): string {
  const less = html
    .replace(/\s+(<\/(?:li|th|td)>)/gu, '$1')
    .replace(/<(li|ul|ol|blockquote|table|thead|tbody|tr)(?: [^>]*)?>\s*<\/\1>/gu, '');
  return less === html ? less : withoutEmpty(less);
}

/** The attributes for language and direction, where they hold what they should. */
export function languageOf({ lang, dir }: Attributes): string {
  const tag = lang && /^[a-z\d-]{2,35}$/iu.test(lang) ? ` lang="${lang}"` : '';
  return dir && /^(?:ltr|rtl|auto)$/iu.test(dir) ? `${tag} dir="${dir.toLowerCase()}"` : tag;
}

/** Text made safe inside an element, as the sanitizer writes it. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Text made safe for an element or an attribute. */
export function escapeMarkup(text: string): string {
  return escapeText(text).replaceAll('"', '&quot;');
}
