import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { API } from 'typescript/unstable/sync';
import type { Checker, Type } from 'typescript/unstable/sync';
import { eventTypes, operations } from '../test/stand-ins/stripe/contract/operations.ts';
import { Walker, type Flavour, type Schema } from '../test/stand-ins/stripe/contract/walk-types.ts';

/**
 * Makes JSON Schemas of the parameters and answers that the stand-in knows, from the types of the
 * installed SDK itself: `node scripts/stripe-schemas.ts` writes them, one definition a line; with
 * `--check` it says whether the files fit the SDK that is installed.
 */
const folder = fileURLToPath(new URL('../', import.meta.url));
const sdk = realpathSync(join(folder, 'node_modules/stripe/esm'));

const wanted = Object.values(operations);
const forms = new Set(wanted.map(([params]) => params));
const answers = new Set(wanted.map(([, answer]) => answer.replace('[]', '')));
// Events have a schema for each kind; lines of credit notes come inside other objects only.
for (const name of ['Event', 'V2.Core.Event']) answers.delete(name);
answers.add('CreditNoteLineItem');

const pascal = (type: string): string =>
  type
    .replace('invoiceitem', 'invoice_item')
    .split(/[._]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

const rootsText = (): string => {
  const events = eventTypes.map((type) => `${pascal(type)}Event`);
  return [
    `import type Stripe from '${sdk}/stripe.esm.node.js';`,
    `import type { StripeRawError } from '${sdk}/Types.js';`,
    `import type * as Events from '${sdk}/resources/Events.js';`,
    `import type * as Thin from '${sdk}/resources/V2/Core/Events.js';`,
    `export interface Forms {${[...forms].map((name) => `'${name}': Stripe.${name};`).join('')}}`,
    `export interface Answers {${[...answers].map((name) => `'${name}': Stripe.${name};`).join('')}
      Error: StripeRawError; ErrorCode: Stripe.PaymentIntent.LastPaymentError.Code }`,
    `export interface Snapshots {${events.map((name, n) => `'${eventTypes[n]}': Events.${name};`).join('')}}`,
    `export interface Thins {${events.map((name, n) => `'v1.${eventTypes[n]}': Thin.V1${name};`).join('')}}`,
  ].join('\n');
};

/** The definitions of both flavours, each with its name. */
function generate(): Record<Flavour, Map<string, Schema>> {
  const place = mkdtempSync(join(tmpdir(), 'stripe-schemas-'));
  const api = new API({ cwd: place });
  try {
    const file = join(place, 'roots.ts');
    const compilerOptions = { module: 'nodenext', strict: true, noEmit: true, types: [] };
    writeFileSync(file, rootsText());
    const config = join(place, 'tsconfig.json');
    writeFileSync(config, JSON.stringify({ compilerOptions, files: ['roots.ts'] }));
    const [project] = api.updateSnapshot({ openProjects: [config] }).getProjects();
    const source = project?.program.getSourceFile(file);
    if (!project || !source) throw new Error('The types could not be read.');
    const roots = new Map<string, Map<string, Type>>();
    for (const statement of source.statements) {
      if (!('members' in statement)) continue;
      const type = project.checker.getTypeAtLocation(statement);
      if (type) roots.set(type.getSymbol()?.name ?? '', fieldsOf(project.checker, type));
    }
    return {
      form: walk(project.checker, 'form', roots),
      answer: walk(project.checker, 'answer', roots),
    };
  } finally {
    api.close();
    rmSync(place, { recursive: true, force: true });
  }
}

function fieldsOf(checker: Checker, type: Type): Map<string, Type> {
  const fields = new Map<string, Type>();
  for (const property of checker.getPropertiesOfType(type)) {
    const found = checker.getTypeOfSymbol(property);
    if (found) fields.set(property.name, found);
  }
  return fields;
}

function walk(checker: Checker, flavour: Flavour, roots: Map<string, Map<string, Type>>) {
  const walker = new Walker(checker, flavour, answers);
  if (flavour === 'form') {
    for (const [name, type] of roots.get('Forms') ?? []) walker.addRoot(name, type);
    return walker.definitions;
  }
  for (const [name, type] of roots.get('Answers') ?? []) walker.addRoot(name, type);
  for (const [name, type] of roots.get('Snapshots') ?? []) walker.addRoot(`event ${name}`, type);
  for (const [name, type] of roots.get('Thins') ?? []) walker.addRoot(`event ${name}`, type);
  return walker.definitions;
}

const made = generate();
const version = readFileSync(join(sdk, '../VERSION'), 'utf8').trim();
for (const flavour of ['form', 'answer'] as const) {
  const path = `test/stand-ins/stripe/schemas/${flavour}s.jsonl`;
  const lines = [...made[flavour]].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const text = [['', { stripe: version }] as const, ...lines]
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('');
  if (!process.argv.includes('--check')) writeFileSync(join(folder, path), text);
  else if (readFileSync(join(folder, path), 'utf8') !== text) {
    console.error(`${path} does not fit stripe ${version}: run "node scripts/stripe-schemas.ts"`);
    process.exitCode = 1;
  } else console.log(`${path} fits stripe ${version}`);
}
