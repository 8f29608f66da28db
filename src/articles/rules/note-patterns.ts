import { any, anyInText, roles } from './agency-patterns.ts';

const withWords =
  '(?:with|mit|avec|con|com|med|met|from|via|nach|za|с|z|por|par|by|von|door|da|по)';
const sourceWords =
  '(?:source|sources|quelle|quellen|fonte|fontes|fuente|fuentes|bron|kilde|källa|źródło|zdroj|kaynak|источник|источники|джерело|المصدر|منبع|来源|來源|出典|स्रोत)';
const house = '[\\p{L}\\p{N}.]{2,20}';
// After an agency others may follow: “(AFP, Reuters)”, “EFE y AP”.
const others = (length: number): string =>
  `(?:\\s*(?:[/,;&+|]| and | und | et | y | e | и | та )[^()\\n]{0,${length}})?`;

const inBrackets = (words: string): string =>
  `(?:[^()\\n]{0,40}?[/,;&] ?)?(?<agency>${words})(?: inputs?| reports?|報導|报道)?${others(40)}\\s*[)）\\]]\\s*\\.?\\s*$`;
/** A note after the last sentence: “(AP)”, “(mit dpa)”, “(afp, dpa)”, “ab/cd (AFP, Reuters)”, “（據路透社報導）”. */
export const bracketed = new RegExp(
  `(?:(?:(?<=(?:^|[.!?…”"»’。।])\\s*)|(?<=^\\p{Ll}{1,4}(?:/\\p{Ll}{1,4})+ ))[(（\\[]|[(（\\[](?=${withWords} |[據据]))\\s*(?:(?:${withWords} )|[據据])?(?:©\\s?)?${inBrackets(any)}`,
  'gimu',
);
/** The same within the last sentence, where it may only explain a short form. */
export const bracketedInside = new RegExp(`[(（\\[]\\s*${inBrackets(anyInText)}`, 'gimu');

/**
 * A line for itself: “Source: Reuters”, “Quelle: dpa”, “*Com AFP”, “Le Monde avec AFP”, “With files from The Canadian
 * Press”, “con información de EFE”, “По материалам ТАСС”, “ARD/dpa”, “/ritzau/”, or only “AFP”.
 */
export const creditLine = new RegExp(
  `^\\s*[-–—*_]*\\s*(?:(?:${[
    `${sourceWords}\\s*[:：]`,
    `(?:with|additional|other)\\b[^.\\n]{0,40}\\b(?:from|by)`,
    `(?:con|com) (?:información|informaciones|informazioni|informações|material)(?: de| da| do| di| della)?`,
    `mit (?:material (?:von|der|von der)?|informationen von)`,
    `(?:по материалам|за матеріалами|по данным|за даними)`,
    `(?:(?:${house} ){1,3})?${withWords}\\b`,
  ].join(
    '|',
  )})\\s*(?:[^.\\n]{0,40}[/,] ?)?|(?:${house}/){1,3}|/)?(?:the |der |la |l['’])?(?<agency>${any})${others(60)}(?:/|\\s*\\.)?\\s*$`,
  'gimu',
);
/** “… at noon. – AFP”: after the last sentence, behind a dash. */
export const dashed = new RegExp(
  `[.!?”"»’。]\\s*(?:[-–—―]|--)\\s?(?:the )?(?<agency>${any})${others(30)}\\s*\\.?\\s*$`,
  'giu',
);

/** “AP writer Ann Lee contributed”, “Reuters contributed to this report”, “AFP correspondents in Cairo reported”. */
export const contributed = new RegExp(
  `(?<agency>${any})(?:(?: ${roles}\\b[^\\n]{0,160}?)? contributed\\b| ${roles}\\b[^\\n]{0,160}?\\breported (?:from|on|this)\\b)|\\b(?:contributed to this|contributing to this) (?:report|story|article)[^\\n]{0,20}\\bfor (?:the )?(?<named>${any})`,
  'giu',
);
/** “Material from the AP was used”, “some information for this report came from AFP”, “dieser Text stammt von der dpa”. */
export const material = new RegExp(
  `\\b(?:${[
    `(?:includes?|including|contains?|using|used|uses) (?:some )?(?:material|information|reporting|reports|content|inputs) (?:from|by)`,
    `(?:material|information|reporting|reports) from (?:the )?(?=[^\\n]{0,60}\\b(?:was|were) used in this)`,
    `information (?:for|in) this (?:report|story|article) (?:came|comes|was) from`,
    `(?:text|artikel|beitrag|inhalt|meldung)\\b[^.\\n]{0,60}\\bvon (?:der )?(?:nachrichtenagentur )?(?=[^.\\n]{0,40}(?:übernommen|verbreitet|erstellt))`,
    `(?:text|artikel|beitrag|inhalt|meldung) stammt (?:von|aus)(?: der)?(?: nachrichtenagentur)?`,
  ].join('|')})\\s*(?:the )?(?<agency>${any})`,
  'giu',
);
