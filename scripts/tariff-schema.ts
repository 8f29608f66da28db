import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { members } from '../src/pricing/forms/when.ts';
import { tariffSchema } from '../src/pricing/forms/tariff.ts';
import { factTitles } from '../src/pricing/rules/conditions.ts';
import { countryCodes, regions } from '../src/values/country.ts';
import { currencyCodes } from '../src/values/money.ts';
import { schemaOf, type Described, type JsonSchema } from './tariff-schema/convert.ts';
import { fieldWords } from './tariff-schema/words.ts';

/** `node scripts/tariff-schema.ts` writes docs/tariff.schema.json; with `--check` it exits with 1 where it differs. */
const file = new URL('../docs/tariff.schema.json', import.meta.url);

// Codes that a form looks up, by the field that holds them.
const codes: Record<string, readonly string[]> = {
  currency: currencyCodes,
  countries: countryCodes,
  country: [...countryCodes, ...regions.keys()],
};

const shared = new Set(['when', 'currency', 'bases', 'addOns', 'minimum', 'step', 'rounding']);

/** The schema of the tariff, made from the form that checks it. */
function tariffJsonSchema(): JsonSchema {
  const parts: Record<string, JsonSchema> = {};
  const member = (form: Described, path: readonly string[]): JsonSchema => {
    const name = path.at(-1) ?? '';
    const description = wordsOf(path);
    const fallback = form.flags?.default;
    const extra = { description, ...(fallback !== undefined && { default: fallback }) };
    if (!shared.has(name)) return { ...extra, ...withNames(schemaOf(form, path, member), name) };
    parts[name] ??= withNames(schemaOf(form, [name], member), name);
    return { ...extra, $ref: `#/$defs/${name}` };
  };
  const whole = schemaOf(tariffSchema.describe() as Described, [], member);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'A tariff of Offprint',
    description:
      'The rate card of a newsroom: rules and tables, no code. docs/tariff.md explains it.',
    ...whole,
    $defs: parts,
  };
}

function wordsOf(path: readonly string[]): string {
  const name = path.at(-1) ?? '';
  const words = [path.slice(-2).join('.'), name].map((key) => fieldWords[key]);
  const title = path.at(-2) === 'when' ? factTitles[name as keyof typeof factTitles] : undefined;
  const found = words[0] ?? title ?? words[1];
  if (found === undefined)
    throw new Error(`scripts/tariff-schema/words.ts has no words for ${path.join('.')}`);
  return found;
}

/** What the forms judge by lists of their own: codes, and the names that a table may have for its fact. */
function withNames(schema: JsonSchema, name: string): JsonSchema {
  const known = codes[name];
  if (known !== undefined && schema['type'] === 'string') return { type: 'string', enum: known };
  if (known !== undefined) return { ...schema, items: { type: 'string', enum: known } };
  if (name !== 'bases' && name !== 'factors') return schema;
  const { items } = schema as { items?: { oneOf?: JsonSchema[] } };
  if (items?.oneOf === undefined) return schema;
  return { ...schema, items: { oneOf: items.oneOf.map(withTableNames) } };
}

function withTableNames(shape: JsonSchema): JsonSchema {
  const { properties = {} } = shape as { properties?: JsonSchema };
  const [key, table] = 'cells' in properties ? ['rows', 'cells'] : ['by', 'factors'];
  if (!(table in properties)) return shape;
  const lists = Object.entries(members).filter(([, words]) => words.length > 0);
  return {
    ...shape,
    allOf: lists.map(([fact, words]) => ({
      if: { properties: { [key]: { const: fact } }, required: [key] },
      // oxlint-disable-next-line unicorn/no-thenable -- JSON Schema's own word
      then: { properties: { [table]: { type: 'object', propertyNames: { enum: words } } } },
    })),
  };
}

const options = await resolveConfig(file);
const text = await format(JSON.stringify(tariffJsonSchema()), { ...options, parser: 'json' });
if (!process.argv.includes('--check')) await writeFile(file, text);
else if ((await readFile(file, 'utf8').catch(() => '')) === text)
  console.log('docs/tariff.schema.json fits the form of the tariff');
else {
  console.error('docs/tariff.schema.json does not fit: run "node scripts/tariff-schema.ts"');
  process.exitCode = 1;
}
