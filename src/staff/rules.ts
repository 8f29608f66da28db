import { isIPv6 } from 'node:net';

export const roles = ['viewer', 'editor', 'finance', 'admin'] as const;
export type Role = (typeof roles)[number];

/** What a person at the desk may do; `price` is the tariff, `money` payments and refunds. */
export type Verb = 'read' | 'decide' | 'price' | 'money' | 'catalogue' | 'people' | 'settings';

const table: Record<Role, readonly Verb[]> = {
  viewer: ['read'],
  editor: ['read', 'decide', 'catalogue'],
  finance: ['read', 'price', 'money'],
  admin: ['read', 'decide', 'price', 'money', 'catalogue', 'people', 'settings'],
};

/** Whether somebody of this role may do this. */
export function may(role: Role, verb: Verb): boolean {
  return table[role].includes(verb);
}

/** Everything somebody of this role may do. */
export function verbsOf(role: Role): readonly Verb[] {
  return table[role];
}

/** The roles that may do this. */
export function rolesThatMay(verb: Verb): Role[] {
  return roles.filter((role) => may(role, verb));
}

/** The role of this name; throws on any other text, which only a broken database can hold. */
export function roleOf(text: string): Role {
  const role = roles.find((name) => name === text);
  if (role === undefined) throw new Error(`there is no role "${text}"`);
  return role;
}

/** What a role is called and what it allows, as English texts to translate. */
export const roleWords: Record<Role, { text: string; sentence: string }> = {
  viewer: { text: 'Viewer', sentence: 'Reads everything at the desk and changes nothing.' },
  editor: { text: 'Editor', sentence: 'Answers requests and keeps the catalogue.' },
  finance: { text: 'Finance', sentence: 'Sets the tariff, looks after payments and refunds.' },
  admin: { text: 'Admin', sentence: 'Does all of this, invites people and changes the settings.' },
};

/** The person at the desk, as pages and handlers know them. */
export interface Staff {
  id: string;
  name: string;
  email: string;
  role: Role;
  verbs: readonly Verb[];
}

const addressShape =
  /^(?!\.)(?!.*\.\.)[a-z0-9_'+.-]*[a-z0-9_+-]@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/;

/** Whether a link to sign in can be sent there: a plain address in small letters, its domain with a dot. */
export function isStaffAddress(text: string): boolean {
  return text.length <= 254 && addressShape.test(text);
}

const deskPage = /^\/admin(?:\/|$)/;
const doorPage = /^\/admin\/(?:sign-in|sign-out|set-up|auth)(?:\/|$)/;

/**
 * The page of the desk to go to after signing in. Whatever could lead a browser to another site,
 * or back to the door itself, becomes the desk's first page.
 */
export function safeNext(asked: unknown): string {
  const start = '/admin';
  if (typeof asked !== 'string' || asked.length > 1000 || /[\\\p{Cc}]/u.test(asked)) return start;
  if (!/^\/admin(?:[/?]|$)/.test(asked)) return start;
  const url = URL.parse(asked, 'https://desk.invalid');
  if (url === null || url.origin !== 'https://desk.invalid') return start;
  const path = url.pathname;
  if (!deskPage.test(path) || doorPage.test(path)) return start;
  return /\/\/|%2f|%5c/i.test(path) ? start : path + url.search;
}

/** The page that an e-mailed link opens; only its button uses the token up. */
export function confirmPath(token: string, next = '/admin'): string {
  const safe = safeNext(next);
  const query = new URLSearchParams({ token, ...(safe === '/admin' ? {} : { next: safe }) });
  return `/admin/sign-in/confirm?${query.toString()}`;
}

/** What counts as one visitor for limits: an IPv4 address, or the /64 network of an IPv6 one. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address;
  const [left = '', right] = address.toLowerCase().split('::');
  const head = left === '' ? [] : left.split(':');
  const tail = right === undefined || right === '' ? [] : right.split(':');
  const zeros = right === undefined ? 0 : 8 - head.length - tail.length;
  const groups = [...head, ...Array<string>(Math.max(zeros, 0)).fill('0'), ...tail];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}

// 32 letters and digits that nobody confuses when copying from a console.
const codeLetters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** Sixteen letters (80 bits) in groups of four, from at least 16 random bytes. */
export function setupCode(random: Uint8Array): string {
  if (random.length < 16) throw new Error('a code needs 16 random bytes');
  const letters = [...random.subarray(0, 16)].map((byte) => codeLetters[byte % 32]);
  return letters.join('').replace(/(.{4})(?=.)/g, '$1-');
}

/** A code as it was made, however it was typed: small letters, blanks, no hyphens. */
export function tidyCode(typed: string): string {
  return typed.toUpperCase().replace(/[^A-Z0-9]/g, '');
}

/** Whether somebody with `people` remains when this person becomes `role`, or leaves (null). */
export function keepsAnAdmin(admins: readonly string[], id: string, role: Role | null): boolean {
  return role === 'admin' || admins.some((admin) => admin !== id);
}
