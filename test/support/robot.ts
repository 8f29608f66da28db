/** A reader of pages without a browser: follows links and fills forms as they stand in the HTML. */
export interface RobotPage {
  url: string;
  status: number;
  html: string;
}

export interface Robot {
  get(address: string): Promise<RobotPage>;
  /** Sends the form whose action matches, with its hidden and chosen fields, and those given. */
  submit(page: RobotPage, action: RegExp, fields?: Record<string, string>): Promise<RobotPage>;
}

interface Form {
  action: string;
  multipart: boolean;
  fields: [string, string][];
  /** What the page itself decided. */
  hidden: Map<string, string>;
}

const entities: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#x27': "'",
  '#x3D': '=',
  '#x60': '`',
  '#39': "'",
};

function plain(text: string): string {
  return text.replace(/&(#?\w+);/g, (whole, name: string) => entities[name] ?? whole);
}

function attribute(tag: string, name: string): string | null {
  const found = new RegExp(`\\s${name}(?:="([^"]*)")?(?=[\\s>/])`).exec(tag);
  return found === null ? null : plain(found[1] ?? '');
}

function fieldsOf(body: string): [string, string][] {
  const fields: [string, string][] = [];
  for (const [tag] of body.matchAll(/<input\b[^>]*>/g)) {
    const name = attribute(tag, 'name');
    const type = attribute(tag, 'type') ?? 'text';
    const chosen = !['checkbox', 'radio'].includes(type) || attribute(tag, 'checked') !== null;
    if (name !== null && chosen && type !== 'file')
      fields.push([name, attribute(tag, 'value') ?? (type === 'checkbox' ? 'on' : '')]);
  }
  for (const [, tag = '', options = ''] of body.matchAll(/(<select\b[^>]*>)(.*?)<\/select>/gs)) {
    const all = [...options.matchAll(/<option\b[^>]*>/g)].map(([option]) => option);
    const chosen = all.find((option) => attribute(option, 'selected') !== null) ?? all[0];
    fields.push([
      attribute(tag, 'name') ?? '',
      chosen === undefined ? '' : (attribute(chosen, 'value') ?? ''),
    ]);
  }
  for (const [, tag = '', text = ''] of body.matchAll(/(<textarea\b[^>]*>)(.*?)<\/textarea>/gs))
    fields.push([attribute(tag, 'name') ?? '', plain(text)]);
  return fields;
}

export function formsOf(html: string): Form[] {
  return [...html.matchAll(/(<form\b[^>]*>)(.*?)<\/form>/gs)].map(([, tag = '', body = '']) => ({
    action: attribute(tag, 'action') ?? '',
    multipart: attribute(tag, 'enctype') === 'multipart/form-data',
    fields: fieldsOf(body),
    hidden: hiddenOf(body),
  }));
}

function hiddenOf(body: string): Map<string, string> {
  const tags = [...body.matchAll(/<input\b[^>]*>/g)].map(([tag]) => tag);
  return new Map(
    tags
      .filter((tag) => attribute(tag, 'type') === 'hidden')
      .map((tag) => [attribute(tag, 'name') ?? '', attribute(tag, 'value') ?? '']),
  );
}

/** The form with this action; of several, the one whose hidden fields agree with what is given. */
function formFor(html: string, action: RegExp, given: Record<string, string>): Form | undefined {
  const forms = formsOf(html).filter((form) => action.test(form.action));
  const agrees = ({ hidden }: Form): boolean =>
    Object.entries(given).every(([name, value]) => (hidden.get(name) ?? value) === value);
  return forms.find(agrees) ?? forms[0];
}

function bodyOf(form: Form, given: Record<string, string>): FormData | URLSearchParams {
  const body = form.multipart ? new FormData() : new URLSearchParams();
  const kept = form.fields.filter(([name]) => !(name in given));
  for (const [name, value] of [...kept, ...Object.entries(given)]) body.append(name, value);
  return body;
}

/** A robot with a cookie jar; addresses are taken relative to `base`. Redirects are followed, also to other hosts. */
export function createRobot(base: string): Robot {
  const jars = new Map<string, Map<string, string>>();

  async function request(address: string, init: RequestInit = {}, hops = 0): Promise<RobotPage> {
    const url = new URL(address, base);
    const jar = jars.get(url.host) ?? new Map<string, string>();
    jars.set(url.host, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: { accept: 'text/html', ...(cookie === '' ? {} : { cookie }) },
      signal: AbortSignal.timeout(20_000),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    const location = answer.headers.get('location');
    if (location !== null && answer.status >= 300 && answer.status < 400) {
      if (hops > 8) throw new Error(`too many redirects at ${url.href}`);
      await answer.arrayBuffer();
      return request(new URL(location, url).href, {}, hops + 1);
    }
    return { url: url.href, status: answer.status, html: await answer.text() };
  }

  return {
    get: (address) => request(address),
    submit(page, action, given = {}) {
      const form = formFor(page.html, action, given);
      if (form === undefined)
        throw new Error(`no form ${String(action)} on ${page.url} (${page.status})`);
      const target = new URL(form.action === '' ? page.url : form.action, page.url);
      return request(target.href, { method: 'POST', body: bodyOf(form, given) });
    },
  };
}
