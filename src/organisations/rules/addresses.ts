import { isPublicMail } from './public-mail.ts';

const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const local = /^[a-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}$/;

/** How an e-mail address may be known: itself, or its domain; both in small letters. */
export function namesOf(email: string): { address: string; domain: string } {
  const address = email.trim().toLowerCase();
  return { address, domain: address.slice(address.lastIndexOf('@') + 1) };
}

export type Reading =
  { kind: 'known'; address: string } | { kind: 'none' } | { kind: 'public_mail'; domain: string };

/**
 * What staff wrote to recognise an organisation by: an e-mail address, or a domain (also as `@example.org` or as the
 * address of a site). A domain counts exactly as written, without those below it.
 */
export function readAddress(typed: string): Reading {
  const text = typed.trim().toLowerCase();
  const at = text.lastIndexOf('@');
  if (at > 0) {
    const domain = asciiDomain(text.slice(at + 1));
    const before = text.slice(0, at);
    if (domain === null || !local.test(before) || text.length > 254) return { kind: 'none' };
    return { kind: 'known', address: `${before}@${domain}` };
  }
  const domain = asciiDomain(text.replace(/^@|^https?:\/\/(?:www\.)?/, '').replace(/\/$/, ''));
  if (domain === null) return { kind: 'none' };
  return isPublicMail(domain)
    ? { kind: 'public_mail', domain }
    : { kind: 'known', address: domain };
}

/** A domain as mail servers write it: letters of other scripts become `xn--…`; null for anything else. */
function asciiDomain(text: string): string | null {
  if (/[\s/:?#@\\[\]%]/.test(text) || text.length > 253) return null;
  const host = URL.parse(`https://${text}`)?.hostname ?? '';
  const labels = host.split('.');
  const whole = labels.length > 1 && labels.every((part) => label.test(part));
  return whole && !/^\d+$/.test(labels.at(-1) ?? '') ? host : null;
}
