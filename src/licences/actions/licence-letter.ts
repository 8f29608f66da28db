import { queueEmail } from '../../emails/actions.ts';
import type { Tx } from '../../platform/context.ts';
import type { Settings } from '../../platform/settings.ts';
import type { Quote } from '../../pricing/rules/answer.ts';
import { termsByVersion } from '../../terms/actions.ts';
import { renderTerms } from '../../terms/rules.ts';
import { kitOf } from '../rules/kit.ts';
import { lastDay } from '../rules/permission.ts';
import type { IssueFacts } from '../store/facts.ts';
import type { LicenceRow } from '../store/licences.ts';

/** Queues the letter with terms, credit and kit of a licence; `allowance` is the sentence about the one that paid. */
export async function writeLicenceLetter(
  tx: Tx,
  licence: LicenceRow,
  { facts, settings, allowance }: { facts: IssueFacts; settings: Settings; allowance: string },
): Promise<void> {
  const { permission, credit } = licence;
  const kit = kitOf(credit, permission.searchClause, tx.views.translator);
  const page = tx.links.to(`/licences/${tx.links.placeholder('licence', licence.id)}`);
  await queueEmail(tx, {
    kind: 'licence-issued',
    requestId: licence.request_id,
    to: { name: facts.contact_name, address: facts.email },
    data: {
      reference: facts.reference,
      articles: [facts.title],
      number: licence.number,
      grant: permission.sentence,
      fee: permission.fee,
      liveMoney: licence.live_money,
      allowance,
      endsAt: lastDay(licence.ends_at),
      creditText: kit.text,
      creditHtml: kit.html,
      termsShort: await shortTerms(tx, licence, { facts, settings }),
      termsVersion: licence.terms_version,
      termsText: licence.terms_text,
      licenceUrl: page,
      certificateUrl: `${page}/certificate`,
      verifyUrl: credit.verifyUrl,
    },
  });
}

/** The duties of this one licence, a sentence each. */
async function shortTerms(
  tx: Tx,
  licence: LicenceRow,
  { facts, settings }: { facts: IssueFacts; settings: Settings },
): Promise<string[]> {
  const { permission, credit } = licence;
  const { title, url, bylines, contentHash } = permission.work;
  const { ccLicence } = credit;
  const { conditions = [] } = facts.quote as Quote;
  const { use, fee, licensee } = permission;
  const terms = await termsByVersion(tx.db, licence.terms_version);
  if (terms === null) throw new Error(`there are no terms of version ${licence.terms_version}`);
  return renderTerms(terms, {
    works: [{ title, url, byline: bylines, contentHash, ccLicence, conditions, use }],
    ...{ licensee, newsroom: settings, fee: fee?.amount ? fee : null, quoteLines: [] },
  }).short;
}
