import { lowIncome, regionsOf } from '../../values/country.ts';
import type { ArticleFacts, Provenance } from './article-facts.ts';
import { excerptSize } from './excerpt-size.ts';
import { furtherLanguages } from './languages.ts';
import { clearedPictures } from './pictures.ts';
import { reachCount } from './reach.ts';
import { territoryWidth, type TerritoryWidth } from './territory.ts';
import type {
  Duration,
  EditKind,
  Exclusivity,
  ImageChoice,
  Medium,
  OrganisationType,
  Purpose,
  Use,
  UseKind,
} from './use.ts';

/** Article and use as one flat record: every key may stand in a tariff's conditions. */
export interface Facts {
  use: UseKind;
  medium: Medium;
  purpose: Purpose;
  duration: Duration;
  organisation: OrganisationType;
  images: ImageChoice;
  exclusivity: Exclusivity;
  edits: EditKind;
  territory: TerritoryWidth;
  provenance: Provenance;
  section: string;
  tags: readonly string[];
  /** The country of who asks and the M49 regions around it. */
  country: readonly string[];
  programme: string;
  lowIncome: boolean;
  verified: boolean;
  alreadyPublished: boolean;
  paperInvoice: boolean;
  coPublished: boolean;
  translated: boolean;
  paywalled: boolean;
  withAds: boolean;
  /** This article carries what a request with several pays once. */
  first: boolean;
  /** Answers to the tariff's own questions, by their names. */
  details: Readonly<Record<string, string>>;
  reach: number;
  /** Words that are used: of the excerpt, else of the article. */
  words: number;
  /** Paragraphs of the excerpt, else of the article. */
  paragraphs: number;
  ageDays: number;
  /** Languages other than the article's. */
  furtherLanguages: number;
  /** Pictures that are passed on. */
  pictures: number;
  licencesLast30Days: number;
  /** Articles asked for together. */
  articles: number;
}

/** The facts a tariff judges by; counts the excerpt's words where there is one. */
export function factsOf(use: Use, article: ArticleFacts): Facts {
  const further = furtherLanguages(use.languages, article.language);
  const { words, paragraphs } = sizeOf(use, article);
  return {
    use: use.use,
    medium: use.medium,
    purpose: use.purpose,
    duration: use.duration,
    organisation: use.organisation,
    images: use.images,
    exclusivity: use.exclusivity,
    edits: use.edits,
    territory: territoryWidth(use.territory),
    provenance: article.provenance,
    section: article.section,
    tags: article.tags,
    country: [use.country, ...regionsOf(use.country)],
    programme: use.standing.programme ?? '',
    lowIncome: lowIncome.countries.has(use.country),
    verified: use.standing.verified,
    alreadyPublished: use.alreadyPublished,
    paperInvoice: use.paperInvoice,
    coPublished: article.coPublished,
    translated: further > 0,
    paywalled: use.paywalled,
    withAds: use.withAds,
    first: use.basket.first,
    details: use.details,
    reach: reachCount(use.reach),
    words,
    paragraphs,
    ageDays: article.ageDays,
    furtherLanguages: further,
    pictures: picturesOf(use, article),
    licencesLast30Days: use.standing.licencesLast30Days,
    articles: use.basket.articles,
  };
}

function sizeOf({ excerpt }: Use, article: ArticleFacts): Pick<Facts, 'words' | 'paragraphs'> {
  if (excerpt !== null) return excerptSize(excerpt, article);
  return { words: article.wordCount, paragraphs: article.paragraphCount };
}

function picturesOf(use: Use, article: ArticleFacts): number {
  if (use.images === 'none') return 0;
  return use.images === 'specific' ? use.pictures : clearedPictures(article, use.territory);
}
