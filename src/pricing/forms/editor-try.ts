import Joi from 'joi';
import { provenances, type ArticleFacts, type Provenance } from '../rules/article-facts.ts';
import { editKinds, type EditKind } from '../rules/use.ts';
import { choice, tick } from './fields.ts';

/** What the panel for trying out asks besides the use: the article, and what the desk knows of who asks. */
export interface TryForm {
  'article-words': number;
  'article-paragraphs': number;
  'article-age': number;
  'article-section': string;
  'article-tags': string[];
  'article-provenance': Provenance;
  'article-language': string;
  'article-pictures': number;
  'article-coPublished': boolean;
  edits: EditKind;
  paywalled: boolean;
  withAds: boolean;
  programme: string | null;
  verified: boolean;
  licences: number;
  articles: number;
}

const count = (most: number, assumed: number): Joi.NumberSchema =>
  Joi.number()
    .integer()
    .min(0)
    .max(most)
    .empty('')
    .default(assumed)
    .messages({ '*': `Give a whole number up to ${most}.` });

const text = (most: number): Joi.StringSchema =>
  Joi.string()
    .trim()
    .allow('')
    .max(most)
    .default('')
    .messages({ '*': `Use at most ${most} characters.` });

/** The panel's own questions; a field left empty stands for an ordinary article of ours. */
export const tryForm: Joi.ObjectSchema<TryForm> = Joi.object<TryForm>({
  'article-words': count(1_000_000, 900),
  'article-paragraphs': count(100_000, 20),
  'article-age': count(100_000, 3),
  'article-section': text(120),
  'article-tags': text(1_000).custom((typed: string) =>
    typed
      .split(',')
      .map((tag) => tag.trim())
      .filter((tag) => tag !== ''),
  ),
  'article-provenance': choice(provenances, 'Choose whose the text is.').default('staff'),
  'article-language': text(35).custom((typed: string) => typed || 'en'),
  'article-pictures': count(50, 2),
  'article-coPublished': tick(),
  edits: choice(editKinds, 'Choose which changes are wanted.').default('none'),
  paywalled: tick(),
  withAds: tick(),
  programme: text(120).custom((typed: string) => typed || null),
  verified: tick(),
  licences: count(1_000_000, 0),
  articles: count(100, 1),
});

/** The fields that `tryForm` reads. */
export const tryFields: readonly string[] = [
  ...['words', 'paragraphs', 'age', 'section', 'tags', 'provenance', 'language', 'pictures'].map(
    (name) => `article-${name}`,
  ),
  ...['article-coPublished', 'edits', 'paywalled', 'withAds', 'programme', 'verified', 'licences'],
  'articles',
];

/** The article that was described; an excerpt stands in it as far as the panel is concerned. */
export function articleTried(form: TryForm, at: string, excerpt: string | null): ArticleFacts {
  return {
    at,
    language: form['article-language'],
    wordCount: form['article-words'],
    paragraphCount: form['article-paragraphs'],
    section: form['article-section'],
    tags: form['article-tags'],
    ageDays: form['article-age'],
    provenance: form['article-provenance'],
    licensable: true,
    embargoUntil: null,
    withdrawn: false,
    ccLicence: null,
    coPublished: form['article-coPublished'],
    rightsCheck: 'clear',
    rightsholder: '',
    pictures: Array.from({ length: form['article-pictures'] }, () => ({ blockedIn: [] })),
    text: excerpt,
  };
}
