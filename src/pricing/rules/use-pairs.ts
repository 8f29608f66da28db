import { reachText } from './reach.ts';
import { detailField } from './use-fields.ts';
import type { Use } from './use.ts';

/** The use as text for hidden fields and queries; the use form reads it back unchanged. */
export function usePairs(use: Use): Record<string, string> {
  return {
    use: use.use,
    medium: use.medium,
    reach: reachText(use.reach),
    duration: use.duration,
    languages: use.languages.join(','),
    territory: use.territory.join(','),
    organisation: use.organisation,
    country: use.country,
    purpose: use.purpose,
    excerpt: use.excerpt ?? '',
    images: use.images,
    pictures: use.pictures === 0 ? '' : String(use.pictures),
    exclusivity: use.exclusivity,
    alreadyPublished: use.alreadyPublished ? 'yes' : '',
    paperInvoice: use.paperInvoice ? 'yes' : '',
    currency: use.currency ?? '',
    ...Object.fromEntries(
      Object.entries(use.details).map(([name, value]) => [detailField(name), value]),
    ),
  };
}
