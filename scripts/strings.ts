/** Lists the texts that people may read: `node scripts/strings.ts ar` prints the public ones that lack a translation. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import { loadTranslator } from '../src/platform/i18n.ts';
import { parseView, viewFiles } from '../src/platform/views.ts';
import { describeUse } from '../src/pricing/rules/describe.ts';
import { plainUse } from '../src/pricing/rules/use.ts';

const root = join(import.meta.dirname, '..');

class KeyCollector extends Handlebars.Visitor {
  readonly keys = new Set<string>();
  override MustacheStatement(node: hbs.AST.MustacheStatement): void {
    this.collect(node);
    super.MustacheStatement(node);
  }
  override SubExpression(node: hbs.AST.SubExpression): void {
    this.collect(node);
    super.SubExpression(node);
  }
  private collect({ path, params }: hbs.AST.MustacheStatement | hbs.AST.SubExpression): void {
    const [first] = params;
    if (!('original' in path) || path.original !== 't' || first?.type !== 'StringLiteral') return;
    this.keys.add((first as hbs.AST.StringLiteral).value);
  }
}

/** The keys of all `t` helpers in the views whose path (`requests/show.hbs`) the filter lets through. */
export function viewStrings(wanted: (file: string) => boolean = () => true): Set<string> {
  const collector = new KeyCollector();
  const directory = join(root, 'views');
  for (const file of viewFiles(directory).filter(wanted))
    collector.accept(parseView(directory, file));
  return collector.keys;
}

/** Texts of people begin with a capital, a quotation mark, a number or a parameter; codes, paths and headers do not. */
const textLike =
  /^(?=[^]*[a-z]{2})(?:(?![A-Z][a-z]+-[A-Z])[A-Z“][^/\\]*[A-Za-z.!?}”]|\d+ [a-z]+|\{\w+(?:, |\})[^]*[a-z}])$/;

/** The texts that stand as string literals in modules of src/; literals joined by + count as one. */
export function codeStrings(wanted: (file: string) => boolean = () => true): Set<string> {
  const directory = join(root, 'src');
  const found = new Set<string>();
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' });
  for (const file of files.filter((name) => name.endsWith('.ts') && wanted(name))) {
    const source = readFileSync(join(directory, file), 'utf8').replace(/'\s*\+\s*'/g, '');
    for (const [, literal = ''] of source.matchAll(/'((?:[^'\\\n]|\\.)*)'/g)) {
      const text = literal.replace(/\\(.)/g, '$1');
      // Joi fills its own `{#limit}` before anybody translates.
      if (textLike.test(text) && !/\{#\w/.test(text)) found.add(text);
    }
  }
  return found;
}

const publicViews =
  /^(?:layouts\/(?:public|document|letter)|partials|errors|requests|pay\/|terms)|^pricing\/(?:public|tables?)\.|^articles\/(?!desk|import|state|words|flags|findings)|^licences\/(?!desk|list)|^emails\/(?!staff-|invite|sign-in|message-to-staff|list|show)/;
const publicModules =
  /^pricing\/rules\/(?:base|factors|names|price|tax|reasons|languages|excerpt|tables|table-rows|conditions|tax-table|agreed-price)\.ts$|^pricing\/forms\/(?:use|fields)\.ts$|^requests\/(?:forms|rules|routes)\/(?!vat|reference)|^articles\/(?:routes\/entries|rules\/(?:answer-view|credit-line)|forms\/catalogue)\.ts$|^licences\/(?:forms|rules\/credit)\.ts$|^organisations\/rules\/allowance\.ts$|^payments\/rules\/(?:(?:refund|licence)-reasons-letter|reverse-charge|invoice-document)\.ts$|^terms\/rules\/cancellation\.ts$|^emails\/rules\/write\.ts$/;

/** Every text of the public pages and of the letters to republishers. */
export function publicStrings(): Set<string> {
  const use = describeUse(plainUse);
  const inCode = codeStrings((file) => publicModules.test(file));
  return new Set([...viewStrings((file) => publicViews.test(file)), ...inCode, use.text]);
}

if (import.meta.main) {
  const language = process.argv[2];
  const translator = loadTranslator(join(root, 'locales'));
  const all = [
    ...(language === undefined ? [...viewStrings(), ...codeStrings()] : publicStrings()),
  ];
  const missing = all.filter(
    (key) => language === undefined || translator.translation(language, key) === null,
  );
  process.stdout.write(
    `${missing
      .toSorted()
      .map((key) => JSON.stringify(key))
      .join('\n')}\n`,
  );
}
