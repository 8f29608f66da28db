import type { Response } from 'express';
import type { Context } from '../../platform/context.ts';
import { provenances } from '../../pricing/rules/article-facts.ts';
import { may } from '../../staff/rules.ts';
import { staffOf } from '../../staff/guard.ts';
import { seenMark } from '../actions/require-seen.ts';
import { ccLicences } from '../forms/desk.ts';
import { placeNames, provenanceNames, ruleName, verbNames } from '../rules/desk-words.ts';
import { markedContext } from '../rules/finding-context.ts';
import { articlePath } from '../rules/paths.ts';
import type { ArticleRow } from '../store/articles.ts';
import { findingsOf, type FindingRow } from '../store/findings.ts';
import { picturesOfArticle } from '../store/pictures.ts';
import { pictureView } from './picture-view.ts';
import { historyOf } from '../store/history.ts';

/** Everything the desk's page of an article is shown from. */
export async function deskArticle(ctx: Context, res: Response, row: ArticleRow) {
  const locale = String(res.locals['locale']);
  const t = (key: string): string => ctx.views.translator.t(locale, key);
  const pictures = await picturesOfArticle(ctx.db, row.id);
  const findings = await findingsOf(ctx.db, row.id);
  const history = await historyOf(ctx.db, row.id);
  return {
    article: { ...row, path: articlePath(row.slug), counted: row.body_text !== '' },
    findings: findings.map((finding) => findingView(finding, t)),
    open: findings.filter(({ weight, settled_as }) => weight === 'strong' && settled_as === null)
      .length,
    several:
      may(staffOf(res).role, 'catalogue') &&
      findings.filter(({ settled_as }) => settled_as === null).length > 1,
    pictures: pictures.map((picture) => pictureView(picture, locale, t)),
    provenances: provenances.map((value) => ({
      value,
      label: t(provenanceNames[value]),
      hint: null,
    })),
    licences: licenceOptions(row.cc_licence),
    history: history.map((line) => ({
      ...line,
      words: t(verbNames[line.verb] ?? line.verb),
      note: noteOf(line.data),
    })),
    mayChange: may(staffOf(res).role, 'catalogue'),
    values: valuesOf(row),
  };
}

function findingView(finding: FindingRow, t: (key: string) => string) {
  return {
    ...finding,
    name: t(ruleName(finding.rule)),
    placeName: t(placeNames[finding.place] ?? finding.place),
    strong: finding.weight === 'strong',
    marked: markedContext(finding),
    ofPicture: finding.place === 'picture',
  };
}

function licenceOptions(current: string | null) {
  const all =
    current === null || ccLicences.includes(current) ? ccLicences : [current, ...ccLicences];
  return all.map((value) => ({ value, label: value, hint: null }));
}

/** The picture that it is about and the reason that staff gave, as far as there are any. */
function noteOf(data: Record<string, unknown>): string | null {
  const said = [data['picture'], data['why']];
  return said.filter((text) => typeof text === 'string' && text !== '').join(' · ') || null;
}

/** As the browser's field writes it (UTC); seconds only where there are any, so that none is lost on the way. */
function instantValue(at: Date | null): string {
  return at?.toISOString().slice(0, 19).replace(/:00$/u, '') ?? '';
}

function valuesOf(row: ArticleRow): Record<string, string> {
  const tick = (on: boolean): string => (on ? 'yes' : '');
  return {
    licensable: tick(row.licensable),
    coPublished: tick(row.co_published),
    withdrawn: tick(row.withdrawn_at !== null),
    provenance: row.provenance,
    embargoUntil: instantValue(row.embargo_until),
    ccLicence: row.cc_licence ?? '',
    rightsholder: row.rightsholder,
    why: '',
    seen: seenMark(row),
    title: row.title,
    standfirst: row.standfirst,
    bylines: row.bylines.join('\n'),
    section: row.section,
    language: row.language,
    wordCount: String(row.word_count),
  };
}
