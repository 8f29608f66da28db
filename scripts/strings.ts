/** Lists every text that people may read: `node scripts/strings.ts [language]` prints the untranslated ones. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import { loadTranslator } from '../src/platform/i18n.ts';
import { parseView, viewFiles } from '../src/platform/views.ts';

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

const literal = String.raw`(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)")`;
/** Where code holds a text for people: a call of t(), or a property that by agreement carries one. */
const inCode = new RegExp(
  String.raw`(?:\bt\(\s*|\bmessage: |\btext: |\bsentence: )${literal}`,
  'g',
);

/** The texts in the code of src/ below the given folders; keys begin with a capital letter or hold a blank. */
export function codeStrings(folders: readonly string[] = ['.']): Set<string> {
  const found = new Set<string>();
  for (const folder of folders) {
    const directory = join(root, 'src', folder);
    const files = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.ts'),
    );
    for (const file of files) collectFrom(readFileSync(join(directory, file), 'utf8'), found);
  }
  return found;
}

function collectFrom(source: string, found: Set<string>): void {
  for (const [, single, double] of source.matchAll(inCode)) {
    const text = (single ?? double ?? '').replace(/\\(.)/g, '$1');
    if (/^[A-Z]|\s/.test(text)) found.add(text);
  }
}

if (import.meta.main) {
  const language = process.argv[2];
  const translator = loadTranslator(join(root, 'locales'));
  const all = [...new Set([...viewStrings(), ...codeStrings()])].toSorted();
  const missing =
    language === undefined
      ? all
      : all.filter((key) => translator.translation(language, key) === null);
  process.stdout.write(`${missing.map((key) => JSON.stringify(key)).join('\n')}\n`);
}
