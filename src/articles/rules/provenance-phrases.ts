import type { Agency } from './provenance-others.ts';

export interface Phrase {
  rule: string;
  kind: Agency['kind'];
  weight: 'strong' | 'weak';
  /** Where in the text: in its first or last lines, or anywhere. */
  where: 'anywhere' | 'edges';
  /** The group `name` is the other house, where the sentence names one. */
  pattern: RegExp;
}

// A month is no house: “first published on February 14”.
const name =
  "(?<name>(?!(?:January|February|March|April|May|June|July|August|September|October|November|December)\\b)\\p{Lu}[\\p{L}\\p{N}.&’']*(?:[ -](?:\\p{Lu}|of |the |de |del |da |di |du |des |für )[\\p{L}\\p{N}.&’']*){0,6})";
const work =
  '(?:article|story|piece|report|text|analysis|investigation|essay|column|post|interview|version)';

const withWords =
  '(?:(?:with|by|from|mit|avec|con|com|met|med|ja|i) |(?:source|sources|quelle|quellen|fonte|fuente|bron|kaynak|источник|джерело|المصدر|منبع|स्रोत|来源|來源)\\s*[:：]\\s*|(?:इनपुट|input)[-–: ]*)';

/** “Agencies” as bylines and notes of many languages have it. */
export const agencyWords =
  '(?:(?:news |wire )?agencies|(?:news|wire) services|(?:wire|agency|news service) (?:reports|inputs?)|(?:nachrichten)?agentur(?:en|material|meldungen)|agences|agencias|agenzie|agências|persbureaus|nyhetsbyråer|wakalat|وكالات|الوكالات|एजेंसी|एजेंसियां|ajanslar|агентства|агентств|агенції|סוכנויות הידיעות|通讯社|綜合外電|综合外电)';

const anywhere = (rule: string, pattern: string): Phrase => ({
  rule,
  kind: 'other',
  weight: 'strong',
  where: 'anywhere',
  pattern: new RegExp(pattern, 'u'),
});

/** Sentences that say a text came from elsewhere or belongs to two houses, in the languages of our readers. */
export const phrases: readonly Phrase[] = [
  {
    rule: 'agencies',
    kind: 'wires',
    weight: 'strong',
    where: 'edges',
    // In brackets or as a line of its own; “works with agencies of the state” is prose.
    pattern: new RegExp(
      `(?:^|[(（]|[–—-]\\s)\\s*(?:[\\p{L}.]{1,12}(?:[,/] ?[\\p{L}.]{1,12}){0,2}[,/] ?)?(?:${withWords}(?:[\\p{L}’']+ ){0,3})?${agencyWords}\\s*(?:[)）.]|$)|[〔【（(][^〕】）)\\n]{0,30}(?:綜合外電|综合外电|外電|外电)[^〕】）)\\n]{0,10}[〕】）)]`,
      'imu',
    ),
  },
  {
    rule: 'agencies',
    kind: 'wires',
    weight: 'strong',
    where: 'edges',
    pattern:
      /\b(?:news agencies|wire (?:services|reports)|agencies) (?:also )?contributed to (?:this|the) (?:report|story|article)\b|\bwith (?:wire|agency) (?:reports|services|inputs?)\b|\b(?:compiled )?from (?:staff and )?(?:wire|agency|news service) reports\b|\bpublished from a (?:syndicated|(?:wire )?agency|wire)(?: agency)? feed\b/iu,
  },
  anywhere(
    'republished',
    `\\b[Tt]his ${work} (?:was|is|has been|appears?|appeared|ran)(?: \\w+){0,2} (?:published|republished|produced|reported|appeared|posted)(?: here)? (?:by|in|on|at|from|with permission (?:from|of))(?: the)? ${name}`,
  ),
  anywhere(
    'republished',
    `\\b(?:[Ff]irst|[Oo]riginally) (?:published|appeared|posted) (?:by|in|on|at)(?: the)? ${name}`,
  ),
  anywhere(
    'republished',
    `\\b[Rr](?:epublished|eprinted|eproduced) (?:here )?(?:with|by) (?:the )?(?:kind )?permission (?:from|of)(?: the)? ${name}`,
  ),
  anywhere('republished', `\\b(?:Syndicated (?:from|by|content)|Distributed by) ${name}`),
  anywhere(
    'republished',
    `\\b(?:[Zz]uerst|[Uu]rsprünglich|[Zz]unächst) (?:erschienen|veröffentlicht) (?:in|bei|auf|im|von)(?: der| dem)? ${name}`,
  ),
  anywhere(
    'republished',
    `\\b(?:[Pp]ublicado|[Pp]ublicada|[Aa]pareció) (?:originalmente|originariamente|por primera vez|primero) (?:en|por|em|no|na)(?: el| la| o| a)? ${name}`,
  ),
  anywhere(
    'republished',
    `\\b(?:[Pp]ublié|[Pp]arue?) (?:initialement|d’abord|d'abord|pour la première fois) (?:par|dans|sur|en)(?: la| le| les)? ${name}`,
  ),
  anywhere(
    'republished',
    `\\b(?:[Pp]ubblicato|[Aa]pparso) (?:originariamente|originalmente|per la prima volta|in origine) (?:su|da|in|sul|dal|dalla)(?: il| la)? ?${name}`,
  ),
  anywhere(
    'co-published',
    `\\b(?:[Cc]o-?published|[Cc]o-?produced|[Pp]ublished jointly|[Jj]ointly published|[Pp]roduced jointly) (?:by|with)(?: the)? ${name}`,
  ),
  anywhere(
    'co-published',
    `\\b[Tt]his ${work} (?:was|is|has been)(?: \\w+){0,3} in (?:partnership|collaboration|association|cooperation) with(?: the)? ${name}`,
  ),
  anywhere(
    'co-published',
    `\\b(?:[Pp]ublished|[Pp]roduced|[Rr]eported) in (?:partnership|collaboration|association) with(?: the)? ${name}`,
  ),
  anywhere(
    'co-published',
    `\\b(?:[Ii]n (?:Zusammenarbeit|Kooperation) mit (?:der |dem )?|[Ee]n (?:colaboración|collaboration|partenariat|alianza) (?:con|avec) (?:la |le |el )?|[Ii]n collaborazione con (?:la |il )?)${name}(?=[^\\n]{0,60}(?:erschienen|veröffentlicht|publicad|publié|pubblicat|recherchiert))`,
  ),
  {
    rule: 'reuters',
    kind: 'wires',
    weight: 'strong',
    where: 'edges',
    // The sign-off of that house, whoever prints it.
    pattern:
      /\(?\b(?:Additional r|R)eporting by [^\n()]{3,200}?[;.] ?(?:Writing|[Ee]diting|Additional reporting) by\b[^\n]{0,80}|\bOur Standards: The Thomson Reuters Trust Principles/u,
  },
  {
    rule: 'release',
    kind: 'handout',
    weight: 'strong',
    where: 'edges',
    pattern:
      /^\s*(?:PRESS RELEASE|Press release|FOR IMMEDIATE RELEASE|Pressemitteilung|Communiqué de presse|Comunicato stampa|Nota de prensa)\b/mu,
  },
  {
    rule: 'contributor',
    kind: 'other',
    weight: 'weak',
    where: 'edges',
    pattern:
      /\b(?:is a (?:guest (?:columnist|writer|author|contributor)|freelance (?:writer|journalist|reporter|photographer))|Guest (?:column|opinion|essay)|The views expressed (?:here |in this \w+ )?are (?:those of the author|the author’s own|the author's own))\b/u,
  },
];

/** The house that words of a finding name as the other one, without what closes the sentence; empty where they name none. */
export function otherHouse({ rule, words }: { rule: string; words: string }): string {
  if (rule !== 'co-published' && rule !== 'republished') return '';
  const [found] = phrases
    .filter((phrase) => phrase.rule === rule)
    .flatMap(({ pattern }) => pattern.exec(words)?.groups?.['name'] ?? []);
  return (found ?? '').replace(/[.,;:\s]+$/u, '');
}
