import { markedContext } from '../../articles/rules/finding-context.ts';
import { picturesCovered } from '../../articles/rules/pictures-covered.ts';
import { picturesInWords } from '../../licences/rules/pictures.ts';
import type { ItemWithArticle } from '../../requests/actions/read.ts';
import type { Speak } from '../../requests/rules/words.ts';
import type { Dossier } from '../actions/read-request.ts';

/** What was found about the rights in an article, with its context, and which of its pictures the use covers. */
export function rightsWords(dossier: Dossier, item: ItemWithArticle, { locale }: Speak): object {
  const ofArticle = ({ article_id: id }: { article_id: string }): boolean => id === item.article_id;
  const covered = picturesCovered(item.use, dossier.pictures.filter(ofArticle));
  return {
    findings: dossier.findings
      .filter(ofArticle)
      .map((finding) => ({ ...finding, marked: markedContext(finding) })),
    pictures: item.use.images === 'none' ? null : picturesInWords(covered, locale),
  };
}
