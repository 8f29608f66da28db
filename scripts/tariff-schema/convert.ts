/** What Joi says of a form; only the words that the forms of the tariff use. */
export interface Described {
  type: string;
  flags?: { presence?: string; only?: boolean; default?: unknown };
  rules?: { name: string; args?: { limit?: number; regex?: string; comparator?: unknown } }[];
  allow?: unknown[];
  keys?: Record<string, Described>;
  patterns?: { schema: Described; rule: Described }[];
  dependencies?: { rel: string; peers: string[] }[];
  items?: Described[];
  matches?: { switch: { then: Described }[] }[];
}

export type JsonSchema = Record<string, unknown>;

/** Makes the schema of a member that stands at a path of names, such as `bases.steps.upTo`. */
export type Member = (described: Described, path: readonly string[]) => JsonSchema;

/** The JSON Schema (2020-12) of a Joi form. Throws for a kind of form that it does not know. */
export function schemaOf(form: Described, path: readonly string[], member: Member): JsonSchema {
  const nullable = form.allow?.includes(null) === true;
  const typed = (type: string): JsonSchema => ({ type: nullable ? [type, 'null'] : type });
  const first = { form, path, member };
  switch (form.type) {
    case 'object':
      return { ...typed('object'), ...objectRules(first) };
    case 'array':
      return { ...typed('array'), ...listRules(first) };
    case 'string':
      return { ...typed('string'), ...textRules(form) };
    case 'number':
      return { ...typed('integer'), ...limits(form, 'minimum', 'maximum') };
    case 'boolean':
      return typed('boolean');
    case 'alternatives': {
      const shapes = form.matches?.flatMap((match) => match.switch.map(({ then }) => then)) ?? [];
      return { oneOf: shapes.map((shape) => schemaOf(shape, path, member)) };
    }
    default:
      throw new Error(`${path.join('.')} is ${form.type}, which has no JSON Schema here`);
  }
}

interface At {
  form: Described;
  path: readonly string[];
  member: Member;
}

function objectRules({ form, path, member }: At): JsonSchema {
  const keys = Object.entries(form.keys ?? {});
  const required = keys.filter(([, key]) => key.flags?.presence === 'required');
  const [pattern] = form.patterns ?? [];
  const [either] = form.dependencies ?? [];
  return {
    ...(keys.length > 0 && {
      properties: Object.fromEntries(
        keys.map(([name, key]) => [name, member(key, [...path, name])]),
      ),
    }),
    ...(required.length > 0 && { required: required.map(([name]) => name) }),
    ...(pattern && { propertyNames: schemaOf(pattern.schema, path, member) }),
    additionalProperties: pattern === undefined ? false : schemaOf(pattern.rule, path, member),
    ...(either && { anyOf: either.peers.map((name) => ({ required: [name] })) }),
    ...limits(form, 'minProperties', 'maxProperties'),
  };
}

function listRules({ form, path, member }: At): JsonSchema {
  const [item] = form.items ?? [];
  const unique = form.rules?.some(({ name, args }) => name === 'unique' && !args?.comparator);
  return {
    ...(item && { items: schemaOf(item, path, member) }),
    ...limits(form, 'minItems', 'maxItems'),
    ...(unique === true && { uniqueItems: true }),
  };
}

function textRules(form: Described): JsonSchema {
  const nulls = form.allow?.includes(null) === true ? [null] : [];
  if (form.flags?.only === true) {
    const words = [...(form.allow ?? []).filter((word) => word !== null), ...nulls];
    return words.length === 1 ? { const: words[0] } : { enum: words };
  }
  const trimmed = form.rules?.some(({ name }) => name === 'trim') === true ? [String.raw`\S`] : [];
  const given = form.rules?.flatMap(({ args }) => args?.regex?.replace(/^\/|\/u?$/gu, '') ?? []);
  const patterns = [...(given ?? []), ...trimmed];
  return {
    minLength: 1,
    ...limits(form, 'minLength', 'maxLength'),
    ...(patterns.length > 0 && { allOf: patterns.map((pattern) => ({ pattern })) }),
  };
}

function limits({ rules }: Described, least: string, most: string): JsonSchema {
  const limit = (rule: string): number | undefined =>
    rules?.find(({ name }) => name === rule)?.args?.limit;
  const [from, to] = [limit('min'), limit('max')];
  return { ...(from !== undefined && { [least]: from }), ...(to !== undefined && { [most]: to }) };
}
