import type { Kysely } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';
import { tariffOfVersion } from '../../pricing/actions.ts';
import { ownAnswers } from '../../pricing/rules/own-questions.ts';
import type { ItemWithArticle } from '../store/requests.ts';

/** By item: the answers of its use to the questions of its tariff, in the newsroom's words. */
export type OwnAnswers = ReadonlyMap<string, readonly { question: string; answer: string }[]>;

/** Reads what these uses answered to the own questions of the tariff of their day; items without any have no entry. */
export async function ownAnswersOf(
  db: Kysely<DB>,
  items: readonly ItemWithArticle[],
): Promise<OwnAnswers> {
  const answers = new Map<string, ReturnType<typeof ownAnswers>>();
  for (const { id, use, tariff_version: version } of items)
    if (Object.keys(use.details).length > 0)
      answers.set(id, ownAnswers(await tariffOfVersion(db, version), use));
  return answers;
}
