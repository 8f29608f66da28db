import type { Robot, RobotPage } from '../support/robot.ts';

/** What the robots need of a letter, however it came. */
export interface Letter {
  to: string;
  subject: string;
  text: string;
  html: string;
  messageId: string;
}

/** An article of the demo newsroom's own staff, by the address that readers know. */
export const nightBus = 'https://gazette.example.org/society/night-bus';

/** A commercial news site of up to 50,000 views a month, for a year. */
export const plainUse =
  'use=republish_full&medium=website&reach=50000&duration=12m&organisation=news_commercial&country=GB&purpose=news&images=none';

/** What a republisher types and ticks in the form of a priced request. */
export const typedBy = (email: string): Record<string, string> => ({
  contactName: 'Kim Sample',
  email,
  organisationName: 'The Daily Example',
  legalName: 'The Daily Example Ltd',
  billingAddress: '1 High Street, Saltmouth',
  billingCountry: 'GB',
  agreeTerms: 'yes',
  entitled: 'yes',
  counter: 'yes',
  step: 'send',
});

export const goodCard = {
  number: '4242 4242 4242 4242',
  expiry: '12/34',
  cvc: '123',
  name: 'Pat Payer',
};

/** The page, where it was no refusal; what it said otherwise. */
export async function good(answer: Promise<RobotPage>): Promise<RobotPage> {
  const page = await answer;
  if (page.status < 400) return page;
  throw new Error(`${page.url} answered ${page.status}: ${wordsOf(page).slice(0, 1500)}`);
}

/** The text of a page as one line. */
export function wordsOf({ html }: RobotPage): string {
  const body = html.replace(/^.*<main/s, '<main').replace(/<[^>]+>/g, ' ');
  return body.replace(/\s+/g, ' ').trim();
}

/** The first link of this shape in the letter's text part. */
export function linkIn(letter: Pick<Letter, 'subject' | 'text'>, shape: RegExp): string {
  const found = shape.exec(letter.text)?.[0];
  if (found === undefined)
    throw new Error(`no ${String(shape)} in “${letter.subject}”: ${letter.text}`);
  return found;
}

export const confirmLink = /http\S+\/requests\/\S+verify=[\w-]+/;
export const signInLink = /http\S+\/admin\/sign-in\/confirm\S+/;
export const requestLink = /http\S+\/requests\/[\w-]+/;
export const licenceLink = /http\S+\/licences\/[\w-]+/;

/** Finds the article's form by the address of the original and opens it with the answers of the panel. */
export async function openForm(robot: Robot, article: string, use = plainUse): Promise<RobotPage> {
  const found = await good(robot.get(`/find?url=${encodeURIComponent(article)}`));
  return good(robot.get(`${new URL(found.url).pathname}/republish?${use}`));
}

/** Presses the button behind the link of the letter that asks to confirm the address. */
export async function confirmAddress(robot: Robot, letter: Letter): Promise<RobotPage> {
  const page = await good(robot.get(linkIn(letter, confirmLink)));
  return good(robot.submit(page, /\/verify$/));
}

/** The page of a request at the desk, found by a search as staff would. */
export async function openAtDesk(desk: Robot, words: string): Promise<RobotPage> {
  const queue = await good(desk.get(`/admin/requests?state=all&q=${encodeURIComponent(words)}`));
  const path = /\/admin\/requests\/[0-9a-f-]{36}/.exec(queue.html)?.[0];
  if (path === undefined) throw new Error(`no request about “${words}”: ${wordsOf(queue)}`);
  return good(desk.get(path));
}

/** Decides as the desk does: the letter is looked at first, then sent. */
export async function decide(
  desk: Robot,
  page: RobotPage,
  decision: { verb: string; [field: string]: string },
): Promise<RobotPage> {
  const preview = await good(desk.submit(page, /\/preview$/, decision));
  return good(desk.submit(preview, /\/decide$/));
}

/** Fills in the hosted payment page. */
export async function payHosted(robot: Robot, hosted: RobotPage): Promise<RobotPage> {
  return good(robot.submit(hosted, /\/c\/pay\//, goodCard));
}

/** Accepts the offer on the guest's page and is led to the pay page. */
export async function accept(robot: Robot, requestUrl: string): Promise<RobotPage> {
  const page = await good(robot.get(requestUrl));
  return good(robot.submit(page, /\/accept$/, { agreeTerms: 'yes' }));
}
