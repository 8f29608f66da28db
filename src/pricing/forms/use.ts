import Joi from 'joi';
import {
  durations,
  exclusivities,
  imageChoices,
  media,
  plainUse,
  organisationTypes,
  purposes,
  useKinds,
  type Medium,
  type Use,
} from '../rules/use.ts';
import { detailField } from '../rules/use-fields.ts';
import * as field from './fields.ts';

// The web knows no borders: these are not asked for a territory.
const worldwide: readonly Medium[] = ['website', 'app', 'newsletter', 'social', 'podcast'];
const inIssues: readonly Medium[] = ['print', 'newsletter', 'book', 'broadcast', 'podcast'];

const monthsOrForever = durations.filter((term) => term !== 'single_issue');
const issueNeedsMedium =
  'Choose how many months it is to stay; a single issue is for print, newsletters, books and programmes.';

// As many questions as a tariff may have.
const mostDetails = 200;

const images = (): Joi.StringSchema =>
  field.choice(imageChoices, 'Choose which pictures you want.');

/** The fields of a use, to be mixed into a larger form. */
const useFields = {
  use: field.choice(useKinds, 'Choose what you want to do with the article.').required(),
  medium: field.choice(media, 'Choose where it is to appear.').required(),
  reach: field.reach(),
  duration: Joi.when('medium', {
    is: Joi.valid(...inIssues),
    // oxlint-disable-next-line unicorn/no-thenable -- Joi's own word
    then: field.choice(durations, 'Choose how long it is to stay.').required(),
    otherwise: field.choice(monthsOrForever, issueNeedsMedium).required(),
  }),
  languages: Joi.when('use', {
    is: 'translate',
    // oxlint-disable-next-line unicorn/no-thenable -- Joi's own word
    then: field
      .languages()
      .min(1)
      .required()
      .messages({ '*': 'Choose the languages you want to translate into, at most 30.' }),
    otherwise: field.languages(),
  }),
  territory: Joi.when('medium', {
    is: Joi.valid(...worldwide),
    // oxlint-disable-next-line unicorn/no-thenable -- Joi's own word
    then: field.territory().custom(() => ['world']),
    otherwise: field.territory(),
  }),
  organisation: field
    .choice(organisationTypes, 'Choose the kind of organisation you are.')
    .required(),
  country: field.country(),
  purpose: field.choice(purposes, 'Choose what it is for.').required(),
  excerpt: Joi.when('use', {
    is: 'excerpt',
    // oxlint-disable-next-line unicorn/no-thenable -- Joi's own word
    then: field.excerpt().required(),
    otherwise: field
      .excerpt()
      .empty('')
      .custom(() => null)
      .default(null),
  }),
  // Who wants a picture only wants at least those that may be passed on.
  images: Joi.when('use', {
    is: 'photo_only',
    // oxlint-disable-next-line unicorn/no-thenable -- Joi's own word
    then: images().empty(['', 'none']).default('ours_with_story'),
    otherwise: images().default('none'),
  }),
  pictures: Joi.when('images', {
    is: 'specific',
    // oxlint-disable-next-line unicorn/no-thenable -- Joi's own word
    then: field.pictures(1).required(),
    otherwise: field
      .pictures(0)
      .custom(() => 0)
      .default(0),
  }),
  exclusivity: field.choice(exclusivities, 'Choose whether the use is exclusive.').default('none'),
  alreadyPublished: field.tick(),
  paperInvoice: field.tick(),
  currency: field.currency(),
} satisfies Partial<Record<keyof Use, Joi.Schema>>;

/**
 * What somebody wants to do, from a form's strings or from JSON. Answers to the tariff's own questions
 * come as `detail-<name>`. What the server alone knows is never read from outside: standing, basket
 * and bill; nor what later steps of the form ask.
 */
export const useForm: Joi.ObjectSchema<Use> = Joi.object<Use>(useFields)
  .pattern(field.detailName, field.detailValue())
  .custom((given: Record<string, unknown>, helpers): Use | Joi.ErrorReport => {
    const { edits, paywalled, withAds, bill, basket, standing } = plainUse;
    const later = { edits, paywalled, withAds, bill, basket, standing };
    const details: [string, string][] = [];
    const use: [string, unknown][] = [];
    for (const [name, value] of Object.entries(given)) {
      if (!field.detailName.test(name)) use.push([name, value]);
      else if (value !== '') details.push([name.slice(detailField('').length), String(value)]);
    }
    if (details.length > mostDetails) return helpers.error('details.many');
    return {
      ...(Object.fromEntries(use) as unknown as Use),
      ...later,
      details: Object.fromEntries(details),
    };
  })
  .messages({ 'details.many': 'The form holds more answers than any tariff has questions.' });
