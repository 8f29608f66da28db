import Joi from 'joi';
import { withoutPiles } from '../../values/text.ts';

// What a name or message never needs: controls, marks that turn the direction of the text around,
// characters that are none. Right-to-left marks and joiners stay: Arabic, Hebrew and Persian use them.
const forbidden =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u2028\u2029\u202A-\u202E\u2066-\u2069\uFFFE\uFFFF]/u;
const breaks = /[\n\t]/;

interface TextRule {
  /** Characters as people count them, after trimming. */
  max: number;
  /** The field in the words of an error: "your name". */
  called: string;
  /** What to say where nothing was written; without it the field may stay empty. */
  empty?: string;
  /** Several lines are allowed. */
  lines?: boolean;
}

/**
 * A text as somebody typed it: NFC, trimmed, with LF line ends, otherwise unchanged. Refused where
 * it is too long or holds control characters, which no keyboard types.
 */
export function text(rule: TextRule): Joi.StringSchema {
  const schema = Joi.string().custom((typed: string, helpers) => {
    const clean = withoutPiles(typed).replace(/\r\n?/g, '\n').normalize('NFC').trim();
    if (!clean.isWellFormed() || forbidden.test(clean)) return helpers.error('text.forbidden');
    if (rule.lines !== true && breaks.test(clean)) return helpers.error('text.lines');
    const length = Array.from(clean).length;
    if (length > rule.max) return helpers.error('text.long', { length });
    if (clean === '' && rule.empty !== undefined) return helpers.error('string.empty');
    return clean;
  });
  const messages = {
    ...missing(rule.empty),
    'string.base': `Send one text only for ${rule.called}.`,
    'text.forbidden': `Remove the invisible control characters from ${rule.called}: type it instead of pasting it.`,
    'text.lines': `Write ${rule.called} on one line.`,
    'text.long': `Use at most ${rule.max} characters for ${rule.called}; there are {#length}.`,
  };
  const named = schema.messages(messages);
  return rule.empty === undefined ? named.allow('').default('') : named.required();
}

function missing(message: string | undefined): Record<string, string> {
  return message === undefined ? {} : { 'string.empty': message, 'any.required': message };
}

const localPart = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const domainLabel = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;

/** Whether a letter can be sent there: plain ASCII, one @, a domain with a dot, within the limits of SMTP. */
export function isEmailAddress(address: string): boolean {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  const labels = address.slice(at + 1).split('.');
  return (
    at > 0 &&
    address.length <= 254 &&
    local.length <= 64 &&
    localPart.test(local) &&
    labels.length > 1 &&
    labels.every((label) => domainLabel.test(label)) &&
    !/^\d+$/.test(labels.at(-1) ?? '')
  );
}

/** An e-mail address; its domain in lower case. */
export function email(empty?: string): Joi.StringSchema {
  const schema = Joi.string().custom((typed: string, helpers) => {
    const address = typed.trim();
    if (address === '') return empty === undefined ? '' : helpers.error('string.empty');
    if (!isEmailAddress(address)) return helpers.error('email.shape');
    const at = address.lastIndexOf('@');
    return address.slice(0, at) + address.slice(at).toLowerCase();
  });
  const named = schema.messages({
    ...missing(empty),
    'string.base': 'Give one e-mail address only.',
    'email.shape':
      'Enter one e-mail address like name@example.org, in Latin letters and without blanks.',
  });
  return empty === undefined ? named.allow('').default('') : named.required();
}

/** The https address of a publication, as the URL standard writes it; may stay empty. */
export function httpsAddress(): Joi.StringSchema {
  return Joi.string()
    .custom((typed: string, helpers) => {
      const address = typed.trim();
      if (address === '') return '';
      if (address.length > 500 || forbidden.test(address) || /\s/.test(address))
        return helpers.error('address.shape');
      if (!/^[a-z][a-z0-9+.-]*:/i.test(address)) return helpers.error('address.bare');
      const url = URL.parse(address);
      if (url === null) return helpers.error('address.shape');
      if (url.protocol !== 'https:') return helpers.error('address.scheme');
      if (url.username !== '' || url.password !== '' || !url.hostname.includes('.'))
        return helpers.error('address.shape');
      return url.href;
    })
    .messages({
      'string.base': 'Give one address only for the publication.',
      'address.bare': 'Write the whole address of the publication, with https:// in front.',
      'address.scheme':
        'The address of the publication must begin with https://. Leave the field empty if it has none.',
      'address.shape':
        'That is no web address. Write it like https://www.example.org, or leave the field empty.',
    })
    .allow('')
    .default('');
}

/** A box that may be ticked: `yes` or nothing. */
export function box(): Joi.BooleanSchema {
  return Joi.boolean()
    .truthy('yes')
    .default(false)
    .messages({ 'boolean.base': 'Tick the box or leave it.' });
}

/** A box that must be ticked; `message` says what it means. */
export function tickedBox(message: string): Joi.BooleanSchema {
  return Joi.boolean()
    .truthy('yes')
    .valid(true)
    .required()
    .messages({ 'any.only': message, 'any.required': message, 'boolean.base': message });
}
