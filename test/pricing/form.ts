import { decodeEntities } from '../../src/values/text.ts';
import { formOf } from '../requests/browser.ts';

export type Fields = Record<string, string | string[]>;

/** All that a browser would send of a page's form, but for its buttons. */
export function sentBy(html: string, action: string): Fields {
  const form = formOf(html, action);
  const fields = new Map<string, string[]>();
  const controls = /<input\b[^>]*>|<select\b[^]*?<\/select>|<textarea\b[^]*?<\/textarea>/g;
  for (const [control] of form.matchAll(controls)) {
    const value = valueOf(control);
    const name = attribute(control, 'name') ?? '';
    if (value !== null) fields.set(name, [...(fields.get(name) ?? []), value]);
  }
  return Object.fromEntries(
    [...fields].map(([name, values]) => [name, values.length === 1 ? (values[0] ?? '') : values]),
  );
}

function valueOf(control: string): string | null {
  const start = /^<\w+[^>]*>/.exec(control)?.[0] ?? '';
  if (control.startsWith('<textarea'))
    // The first line break belongs to the markup.
    return decodeEntities(control.slice(start.length, -'</textarea>'.length).replace(/^\n/, ''));
  if (control.startsWith('<select')) {
    const options = [...control.matchAll(/<option\b[^>]*>/g)].map(([option]) => option);
    const chosen = options.find((option) => / selected\b/.test(option)) ?? options[0] ?? '';
    return attribute(chosen, 'value');
  }
  const type = attribute(start, 'type');
  const boxed = type === 'checkbox' || type === 'radio';
  return boxed && !/ checked\b/.test(start) ? null : attribute(start, 'value');
}

function attribute(tag: string, name: string): string | null {
  const value = new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1];
  return value === undefined ? null : decodeEntities(value);
}
