import type { Express } from 'express';
import request from 'supertest';
import { decodeEntities } from '../../src/values/text.ts';

/** What a browser would send of a page's form before anything is typed: its hidden and ticked fields. */
export function fieldsOf(html: string, action: string): Record<string, string | string[]> {
  const form = formOf(html, action);
  const fields: Record<string, string | string[]> = {};
  for (const [tag] of form.matchAll(/<input\b[^>]*>/g)) {
    const type = attribute(tag, 'type') ?? 'text';
    const ticked = / checked\b/.test(tag);
    if (!['hidden', 'text'].includes(type) && !(['checkbox', 'radio'].includes(type) && ticked))
      continue;
    const name = attribute(tag, 'name') ?? '';
    const value = attribute(tag, 'value') ?? '';
    fields[name] = Object.hasOwn(fields, name) ? [fields[name]!, value].flat() : value;
  }
  return fields;
}

/** The markup of the form that posts there. */
export function formOf(html: string, action: string): string {
  const forms = [...html.matchAll(/<form\b[^]*?<\/form>/g)].map(([form]) => form);
  const found = forms.find((form) => form.includes(`action="${action}"`));
  if (found === undefined) throw new Error(`the page has no form that posts to ${action}`);
  return found;
}

function attribute(tag: string, name: string): string | null {
  const value = new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1];
  return value === undefined ? null : decodeEntities(value);
}

export async function open(app: Express, path: string, cookie = ''): Promise<request.Response> {
  return request(app).get(path).set('Accept', 'text/html').set('Cookie', cookie);
}

/** Posts fields as an ordinary form. */
export async function post(
  app: Express,
  path: string,
  { fields, cookie = '' }: { fields: Record<string, string | string[]>; cookie?: string },
): Promise<request.Response> {
  const pairs = Object.entries(fields).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name, one]),
  );
  return request(app)
    .post(path)
    .set('Accept', 'text/html')
    .set('Cookie', cookie)
    .type('form')
    .send(new URLSearchParams(pairs).toString());
}

/** Posts fields and files as the request form does. */
export async function postFiles(
  app: Express,
  path: string,
  {
    fields,
    files = [],
  }: {
    fields: Record<string, string | string[]>;
    files?: { name: string; bytes: Buffer }[];
  },
): Promise<request.Response> {
  const sending = request(app).post(path).set('Accept', 'text/html');
  for (const [name, value] of Object.entries(fields))
    for (const one of [value].flat()) sending.field(name, one);
  for (const { name, bytes } of files) sending.attach('files', bytes, name);
  return sending;
}
