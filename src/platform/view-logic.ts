import Handlebars from 'handlebars';
import { present, split, type Helper } from './view-arguments.ts';

const truthy = (value: unknown): boolean => !Handlebars.Utils.isEmpty(value) || value === 0;

/** Choosing and joining: what templates need to say "if this is that". */
export const logicHelpers: Record<string, Helper> = {
  eq: (one, other) => one === other,
  in: (value, ...given) => split(given).args.flat().includes(value),
  not: (value) => !truthy(value),
  or: (...given) => split(given).args.find(truthy) ?? false,
  and: (...given) => split(given).args.every(truthy),
  concat: (...given) =>
    split(given)
      .args.map((part) => String(present(part, 'concat')))
      .join(''),
  array: (...given) => split(given).args,
  /** Whether a path is this page or one below it. */
  under: (path, page) => path === page || String(path).startsWith(`${String(page)}/`),
};
