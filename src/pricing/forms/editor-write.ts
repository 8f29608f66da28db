import type { TariffData } from '../rules/tariff.ts';
import type { Control, ControlOf } from './editor-controls.ts';
import { factControls } from './editor-facts.ts';
import { placesOf } from './editor-read.ts';
import { tariffControl } from './editor-tariff.ts';
import { decimalText, lineOf, wholeText } from './editor-text.ts';
import { listOf, pairsOf, type Branch, type Pairs, type Tree } from './editor-tree.ts';

type Stored = Readonly<Record<string, unknown>>;

/** A tariff as the fields of the editor; `dataFromFields` reads exactly it back. */
export function editorFields(data: TariffData): Pairs {
  return pairsOf(writeGroup(tariffControl, { ...data }, data.currency));
}

function write(control: Control, value: unknown, currency: string): Tree {
  switch (control.is) {
    case 'number':
      return [numberText(control, value, currency)];
    case 'text':
      return [lineOf(stringOf(value))];
    case 'choice':
    case 'wordKey':
      return [stringOf(value)];
    case 'tick':
      return [value === true ? 'yes' : ''];
    case 'yesNo':
      return [value === true ? 'yes' : 'no'];
    case 'lines':
      return [linesOf(value)];
    case 'many':
      return textsIn(value);
    default:
      return writeNested(control, value, currency);
  }
}

function writeNested(
  control: ControlOf<'range' | 'places' | 'words' | 'when' | 'list' | 'group'>,
  value: unknown,
  currency: string,
): Tree {
  switch (control.is) {
    case 'range': {
      const { from, to } = value as { from?: number; to?: number };
      const text = (limit?: number): string[] => [limit === undefined ? '' : wholeText(limit)];
      return new Map([
        ['from', text(from)],
        ['to', text(to)],
      ]);
    }
    case 'places':
      return new Map([
        ['where', [value === null ? 'everywhere' : 'some']],
        ['codes', [linesOf(value)]],
      ]);
    case 'words':
      return writeWords(control, value as Stored, currency);
    case 'when':
      return writeWhen(value as Stored);
    case 'list':
      return listOf((value as unknown[]).map((item) => write(control.of, item, currency)));
    default:
      return writeGroup(control, value as Stored, currency);
  }
}

function writeGroup({ fields, kinds }: ControlOf<'group'>, data: Stored, currency: string): Branch {
  const { currency: own = currency, kind } = data as { currency?: string; kind?: string };
  const all = { ...fields, ...(kind === undefined ? {} : kinds?.[kind]) };
  return new Map(
    Object.entries(all).map(([key, field]) => [key, write(field, data[key], own)] as const),
  );
}

function writeWords(
  { value, columns }: ControlOf<'words'>,
  stored: Stored,
  currency: string,
): Tree {
  return listOf(
    Object.entries(stored).map(([word, one]) => {
      const cells = (): Tree =>
        listOf((one as unknown[]).map((cell) => write(value, cell, currency)));
      return new Map<string, Tree>([
        ['word', [lineOf(word)]],
        columns === undefined ? ['value', write(value, one, currency)] : ['cells', cells()],
      ]);
    }),
  );
}

function writeWhen({ details = {}, ...facts }: Stored): Tree {
  const asked = Object.entries(details as Record<string, string[]>);
  const conditions = Object.entries(facts).flatMap(([fact, value]): [string, Tree][] => {
    const control = factControls.get(fact);
    return control === undefined ? [] : [[fact, write(control, value, '')]];
  });
  return new Map<string, Tree>([
    ...conditions,
    ...(asked.length > 0 ? [['details', new Map(asked)] as const] : []),
  ]);
}

function numberText({ unit }: ControlOf<'number'>, value: unknown, currency: string): string {
  if (typeof value !== 'number') return '';
  if (unit === 'whole') return wholeText(value);
  return decimalText(value, placesOf(unit, currency), unit === 'sum');
}

const stringOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const textsIn = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];

const linesOf = (value: unknown): string => textsIn(value).map(lineOf).join('\n');
