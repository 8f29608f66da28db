import Joi from 'joi';
import { licenceStates, type LicenceState, type LicenceVerb } from './rules/life.ts';

/** The page on which the article was republished. */
export const publishedForm = Joi.object<{ url: string }>({
  url: Joi.string()
    .trim()
    .max(2000)
    .uri({ scheme: ['http', 'https'] })
    .required()
    .messages({
      '*': 'Enter the full address of the page, beginning with https://.',
      'string.max': 'This address is too long: 2,000 characters at the most.',
    }),
});

/** A change of a licence's state by staff. */
export const changeForm = Joi.object<{ verb: LicenceVerb; reason: string }>({
  verb: Joi.string().valid('suspend', 'restore', 'revoke', 'reinstate').required(),
  reason: Joi.string().trim().min(1).max(500).required().messages({
    '*': 'Say why, in up to 500 characters. The reason stays in the history.',
  }),
});

/** The desk's list: an unknown state or place is as good as none. */
export const listQuery = Joi.object<{ state: LicenceState | null; after: string | null }>({
  state: Joi.string()
    .valid(...licenceStates)
    .failover(null)
    .default(null),
  after: Joi.string().guid({ separator: '-', wrapper: false }).failover(null).default(null),
}).options({ stripUnknown: true });
