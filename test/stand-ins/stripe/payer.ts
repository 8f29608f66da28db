/** What a payer's browser does on the hosted pages, for tests: it posts forms and follows nothing. */
export type Step = { status: number; location: string | null; body: string };

const cardFields = { method: 'card', expiry: '12/34', cvc: '123', name: 'Pat Payer' };

/** Fills in the card form of a session's page and presses Pay. */
export const payByCard = (pageUrl: string, number: string, more: Record<string, string> = {}) =>
  post(pageUrl, { ...cardFields, number, ...more });

/** Pays by the delayed debit of the session's currency, from a test account that pays or fails. */
export const payByDebit = (pageUrl: string, account: Record<string, string>) =>
  post(pageUrl, { method: 'debit', name: 'Pat Payer', ...account });

export const goodBacs = { sort_code: '108800', account_number: '00012345' };
export const badBacs = { sort_code: '108800', account_number: '22222227' };

/** Presses Complete or Fail on the 3-D Secure page. */
export const answerBank = (pageUrl: string, answer: 'complete' | 'fail') =>
  post(pageUrl, { answer });

async function post(url: string, fields: Record<string, string>): Promise<Step> {
  const body = new URLSearchParams(fields);
  const answer = await fetch(url, { method: 'POST', body, redirect: 'manual' });
  return {
    status: answer.status,
    location: answer.headers.get('location'),
    body: await answer.text(),
  };
}
