import { normaliseText } from './text.ts';

const trackingNames = new Set(
  (
    'fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid ysclid twclid ttclid li_fat_id igshid igsh mc_cid mc_eid ' +
    'mkt_tok _ga _gl _hsenc _hsmi oly_enc_id oly_anon_id vero_id vero_conv wickedid s_cid cmpid cmp icid ncid ocid ' +
    'ito ftag smid xtor spm ref_src ref_url referrer __twitter_impression _openstat rb_clickid wt_mc wtrid ' +
    'partner emc share_source sharetype feedtype feedname source_feed ns_mchannel ns_source ns_campaign ns_linkname ' +
    'ns_fee mc outputtype amp'
  ).split(' '),
);
const trackingPrefixes = [
  'utm_',
  'mtm_',
  'pk_',
  'piwik_',
  'hsa_',
  'at_',
  'wt.',
  '_branch_',
  'fb_action_',
  'fb_ref',
];

/** An http or https address as the URL standard writes it, resolved against `base`; null if it is none. */
export function safeHttpUrl(text: string, base?: string): string | null {
  return parseHttpUrl(text, base)?.href ?? null;
}

function parseHttpUrl(text: string, base?: string): URL | null {
  const tidy = normaliseText(text).trim();
  if (tidy === '' || tidy.length > 2000) return null;
  const url = URL.parse(tidy, base);
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) return null;
  // Names and passwords in addresses are for tricking eyes; no article has one.
  if (url.username !== '' || url.password !== '' || url.hostname === '') return null;
  return url.href.length > 2000 ? null : url;
}

/** The address of an article without fragment and tracking parameters, for showing and linking; null if none. */
export function articleUrl(text: string, base?: string): string | null {
  const url = parseHttpUrl(text, base);
  if (!url) return null;
  url.hash = '';
  url.hostname = url.hostname.replace(/\.$/u, '');
  const kept = parametersOf(url);
  url.search = kept.length === 0 ? '' : `?${kept.join('&')}`;
  return url.href;
}

/**
 * One key for all spellings of an article's address: http or https, with or without `www.`, a slash at
 * the end, tracking parameters, fragment, default port, order of parameters, punycode. Null if no address.
 */
export function articleUrlKey(text: string, base?: string): string | null {
  const clean = articleUrl(text, base);
  const url = clean === null ? null : URL.parse(clean);
  if (!url) return null;
  const port = url.port === '' || url.port === '80' || url.port === '443' ? '' : `:${url.port}`;
  const path = evenEscapes(url.pathname)
    .replace(/\/{2,}/gu, '/')
    .replace(/\/+$/u, '');
  const query = parametersOf(url).map(evenEscapes).sort().join('&');
  return `${url.hostname.replace(/^www\./u, '')}${port}${path}${query === '' ? '' : `?${query}`}`;
}

/** The parameters that are not tracking, as written, in their order. */
function parametersOf(url: URL): string[] {
  return url.search
    .slice(1)
    .split('&')
    .filter((part) => part !== '' && !isTracking(part.split('=', 1)[0] ?? ''));
}

function isTracking(name: string): boolean {
  const lower = name.toLowerCase();
  return trackingNames.has(lower) || trackingPrefixes.some((prefix) => lower.startsWith(prefix));
}

/** `%7e` and `~` are the same address; escapes that must stay are written in capitals. */
function evenEscapes(text: string): string {
  return text.replace(/%[\da-f]{2}/giu, (escape) => {
    const character = String.fromCharCode(Number.parseInt(escape.slice(1), 16));
    return /[A-Za-z\d\-._~]/u.test(character) ? character : escape.toUpperCase();
  });
}
