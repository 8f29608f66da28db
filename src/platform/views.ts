import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import Handlebars from 'handlebars';
import type { MessageParams, Translator } from './i18n.ts';
import { viewHelpers } from './view-helpers.ts';

/** The pages and letters, ready to be filled. */
export interface Views {
  /**
   * Fills the view of this name ("articles/show") with the data. Throws on an unknown view and
   * on anything a view shows that the data lack. Root data `locale` chooses the language.
   */
  render(name: string, data: object): string;
  /** A text in the site's language, where no page is at hand. */
  t(key: string, params?: MessageParams): string;
  readonly translator: Translator;
  readonly names: readonly string[];
}

export interface ViewOptions {
  translator: Translator;
  /** BCP 47, for pages whose data name no `locale`. */
  language: string;
  /** IANA zone, for pages whose `site` names none. */
  timeZone: string;
  /** Where the files of public/ lie. */
  publicDirectory: string;
}

type Template = (data: object, options?: Handlebars.RuntimeOptions) => string;

const noPrototypes = { allowProtoPropertiesByDefault: false, allowProtoMethodsByDefault: false };

/** Reads and parses every `*.hbs` below the directory; a view that does not parse stops the start. */
export function loadViews(directory: string, options: ViewOptions): Views {
  const engine = Handlebars.create();
  const helpers = viewHelpers({ ...options, asset: assetAddresses(options.publicDirectory) });
  engine.registerHelper(helpers);
  const knownHelpers = Object.fromEntries(Object.keys(helpers).map((name) => [name, true]));
  const templates = new Map<string, Template>();
  for (const file of viewFiles(directory)) {
    const name = viewName(file);
    const program = parseView(directory, file);
    new OwnDataOnly().accept(program);
    const template: Template = engine.compile(program, {
      strict: true,
      knownHelpers,
      knownHelpersOnly: true,
      noEscape: isPlainText(name),
      preventIndent: true,
    });
    templates.set(name, template);
    engine.registerPartial(name, template);
  }
  return {
    names: [...templates.keys()],
    translator: options.translator,
    t: (key, params) => options.translator.t(options.language, key, params),
    render: (name, data) => {
      const template = templates.get(name);
      if (template === undefined) throw new Error(`there is no view "${name}"`);
      return template(data, noPrototypes);
    },
  };
}

/** A partial below partials/ sees what it is handed and `@root`, never by chance a field of the page around it. */
class OwnDataOnly extends Handlebars.Visitor {
  override PartialStatement(partial: hbs.AST.PartialStatement): void {
    const { name, params, loc } = partial;
    if (
      !('original' in name) ||
      !String(name.original).startsWith('partials/') ||
      params.length > 0
    )
      return;
    params.push({ type: 'UndefinedLiteral', loc });
  }
}

/** The view files below a directory, in a fixed order, relative to it. */
export function viewFiles(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.hbs'))
    .toSorted();
}

/** The syntax tree of one view; an error names the file. */
export function parseView(directory: string, file: string): hbs.AST.Program {
  try {
    return Handlebars.parse(readFileSync(join(directory, file), 'utf8'), { srcName: file });
  } catch (error) {
    throw new Error(`views/${file}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

/** Adds eight characters of the file's hash to its address; throws when there is no such file. */
function assetAddresses(directory: string): (path: string) => string {
  const known = new Map<string, string>();
  return (path) => {
    const found = known.get(path);
    if (found !== undefined) return found;
    const mark = createHash('sha256')
      .update(readFileSync(join(directory, path)))
      .digest('hex')
      .slice(0, 8);
    const address = `${path}?v=${mark}`;
    known.set(path, address);
    return address;
  };
}

function viewName(file: string): string {
  return file.slice(0, -'.hbs'.length).split(sep).join('/');
}

/** Subjects and text parts of letters are no HTML: escaping would show `&amp;` to the reader. */
function isPlainText(name: string): boolean {
  return /(^|\/)(subject|text)$|\.txt$/.test(name);
}
