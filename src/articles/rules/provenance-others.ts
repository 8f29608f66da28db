/** Whose work a text may be; `id` names the rule of a finding. */
export interface Agency {
  id: string;
  kind: 'wires' | 'stock' | 'handout' | 'other';
  /** Full names, safe to look for anywhere; case counts not. */
  names: string[];
  /** Short forms that mean other things too: they count only in bylines, datelines and credits, in this case. */
  codes?: string[];
}

/** Picture agencies, releases and publishers whose texts are printed elsewhere. */
export const otherOwners: readonly Agency[] = [
  {
    id: 'getty',
    kind: 'stock',
    names: ['Getty Images', 'iStock', 'Shutterstock', 'Alamy', 'Adobe Stock', 'Depositphotos'],
    codes: ['Getty'],
  },
  {
    id: 'picture-agencies',
    kind: 'wires',
    names: ['European Pressphoto Agency', 'imago images', 'Zuma Press'],
    codes: ['EPA', 'imago', 'IMAGO'],
  },
  {
    id: 'release',
    kind: 'handout',
    names: [
      'PR Newswire',
      'PRNewswire',
      'Business Wire',
      'GlobeNewswire',
      'EurekAlert',
      'news aktuell',
    ],
    codes: ['ots'],
  },
  { id: 'the-conversation', kind: 'other', names: ['The Conversation'] },
  {
    id: 'propublica',
    kind: 'other',
    names: ['ProPublica', 'KFF Health News', 'Kaiser Health News'],
  },
];

/** Longer names that hold the name of an agency but are none: research houses, prizes, people. */
export const innocentNames =
  /\b(?:(?:Thomson )?Reuters (?:Institute|Foundation|Plus|Building|Center|Centre|Fellow\w*|Memorial)|Associated Press Stylebook|AP (?:Stylebook|English|Calculus|Biology|Chemistry|class(?:es)?|courses?|exams?|tests?)|(?:Michael|Mike|Mayor|Emma) Bloomberg|Bloomberg (?:Philanthropies|School|Center|Terminal|L\.P\.)|Getty (?:Museum|Center|Villa|Foundation|Research)|join(?:ed|s)? the [Cc]onversation)\b/gu;
