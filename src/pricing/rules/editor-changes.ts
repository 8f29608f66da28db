import type { Speak } from './conditions.ts';
import { canonical, paired, type Pair } from './editor-pairs.ts';
import { partsOf, type RuleText } from './editor-texts.ts';
import type { TableRow } from './table-rows.ts';
import type { TariffData } from './tariff.ts';

/** A line of a rule as it was and as it is; null where it was not there, or is not any more. */
export interface ChangedLine {
  label: string;
  before: string | null;
  after: string | null;
}

export interface ChangedRule {
  what: 'added' | 'removed' | 'changed' | 'moved';
  title: string;
  lines: ChangedLine[];
}

/** The changes in one list of the tariff, in words. */
export interface ChangedPart {
  title: string;
  rules: ChangedRule[];
}

/** What differs between two tariffs, rule by rule and line by line, in the language of the page; empty when nothing does. */
export function tariffChanges(before: TariffData, after: TariffData, speak: Speak): ChangedPart[] {
  const [old, now] = [partsOf(before, speak), partsOf(after, speak)];
  const titles = [...new Set([...old.keys(), ...now.keys()])];
  return titles
    .map((title) => ({
      title,
      rules: changedRules(old.get(title) ?? [], now.get(title) ?? [], speak),
    }))
    .filter(({ rules }) => rules.length > 0);
}

function changedRules(
  before: readonly RuleText[],
  after: readonly RuleText[],
  speak: Speak,
): ChangedRule[] {
  return paired(before, after).flatMap((pair) => changedRule(pair, speak) ?? []);
}

function changedRule({ before, after, moved }: Pair<RuleText>, { t }: Speak): ChangedRule | null {
  const same = canonical(before?.data) === canonical(after?.data);
  if (same && !moved) return null;
  const rule = after ?? before;
  if (rule === null) return null;
  const { title } = rule;
  if (before === null || after === null)
    return {
      what: before === null ? 'added' : 'removed',
      title,
      lines: changedLines(before, after),
    };
  if (same) return { what: 'moved', title, lines: [] };
  const lines = changedLines(before, after);
  // Differences that no words show, such as two kinds of table that read alike.
  const data = { label: t('Data'), before: textOf(before), after: textOf(after) };
  return { what: 'changed', title, lines: lines.length > 0 ? lines : [data] };
}

const textOf = ({ data }: RuleText): string => JSON.stringify(data);

function changedLines(before: RuleText | null, after: RuleText | null): ChangedLine[] {
  const [old, now] = [numbered(before?.lines ?? []), numbered(after?.lines ?? [])];
  return [...new Set([...now.keys(), ...old.keys()])].flatMap((key) => {
    const [was, is] = [old.get(key), now.get(key)];
    if (was?.figure === is?.figure) return [];
    const label = (is ?? was)?.label ?? '';
    return [{ label, before: was?.figure ?? null, after: is?.figure ?? null }];
  });
}

/** Lines by their label; of several with one label the second is the second again. */
function numbered(lines: readonly TableRow[]): Map<string, TableRow> {
  const seen = new Map<string, number>();
  return new Map(
    lines.map((line) => {
      const count = (seen.get(line.label) ?? 0) + 1;
      seen.set(line.label, count);
      return [`${line.label} ${count}`, line];
    }),
  );
}
