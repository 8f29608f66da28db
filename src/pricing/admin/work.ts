import type { Context } from '../../platform/context.ts';
import type { Typed } from '../../platform/http.ts';
import { saveDraft, type Draft } from '../actions.ts';
import { dataFromFields } from '../forms/editor-read.ts';
import { pairsOf, treeOf, type Branch, type Pairs } from '../forms/editor-tree.ts';
import { editorFields } from '../forms/editor-write.ts';
import { standardTaxes } from '../rules/standard-taxes.ts';
import { starterTariff } from '../starter-tariff.ts';
import { tariffJson } from '../rules/tariff-json.ts';
import type { TariffData } from '../rules/tariff.ts';
import type { DraftRow } from '../store.ts';

/** A tariff in hand: what was typed, and which version it began as. */
export interface Work {
  basedOn: number;
  shape: 'form' | 'json';
  /** The fields of the form; empty in the JSON view. */
  tree: Branch;
  /** The text of the JSON view. */
  text: string;
  /** Typed on the page before publishing; kept while somebody goes back to the tables. */
  note: string;
  effectiveFrom: string;
}

/** A tariff begun as a version that is stored. */
export function workOn(data: TariffData, basedOn: number): Work {
  // The database keeps no order of names; rows stand in the order in which tables are read.
  const inOrder = JSON.parse(tariffJson({ ...data, version: basedOn })) as TariffData;
  const tree = treeOf(editorFields(inOrder));
  return { basedOn, shape: 'form', tree, text: '', note: '', effectiveFrom: '' };
}

/** What a form of the editor sent; a version that never was is taken for the newest. */
export function workFrom(body: Typed, newest: number): Work {
  const { data, basedOn, note, effectiveFrom, as, press: _, ...fields } = body;
  const began = Math.trunc(Number(one(basedOn)));
  return {
    basedOn: began >= 1 && began <= newest ? began : newest,
    shape: one(as) === 'json' ? 'json' : 'form',
    tree: treeOf(fields),
    // No database keeps this sign in a text.
    text: one(data).replaceAll('\0', ''),
    note: one(note),
    effectiveFrom: one(effectiveFrom),
  };
}

const one = (value: string | string[] | undefined): string =>
  typeof value === 'string' ? value : '';

/** A draft as it was kept. */
export function workOf({ based_on: basedOn, shape, typed }: DraftRow): Work {
  const plain: Work = {
    ...{ basedOn, shape: 'json', tree: new Map(), text: typed },
    ...{ note: '', effectiveFrom: '' },
  };
  if (shape !== 'form') return plain;
  const { note, effectiveFrom, ...fields } = JSON.parse(typed) as Record<string, string>;
  return {
    ...{ ...plain, shape, text: '', tree: treeOf(fields) },
    ...{ note: note ?? '', effectiveFrom: effectiveFrom ?? '' },
  };
}

/** Keeps the tariff in hand as the person's draft. */
export async function keep(ctx: Context, staffId: string, work: Work): Promise<void> {
  const { basedOn, shape, text, note, effectiveFrom } = work;
  const fields: Pairs = { ...pairsOf(work.tree), note, effectiveFrom };
  const typed = shape === 'json' ? text : JSON.stringify(fields);
  const draft: Draft = { basedOn, shape, typed };
  await ctx.transaction((tx) => saveDraft(tx, staffId, draft));
}

/** The same in the JSON view; what could not be read stands in it where it was typed. */
export function asJson(work: Work): Work {
  const text = JSON.stringify(dataFromFields(pairsOf(work.tree)), null, 2);
  return { ...work, shape: 'json', tree: new Map(), text };
}

/** The same with the taxes that newsrooms of a country usually charge, in place of those that stood there. */
export function withStandardTaxes(work: Work, home: string): Work {
  const proposed = treeOf(editorFields({ ...starterTariff, taxes: standardTaxes(home) }));
  return { ...work, tree: new Map(work.tree).set('taxes', proposed.get('taxes') ?? new Map()) };
}

/** The same in the form. */
export function asForm(work: Work, data: TariffData): Work {
  return { ...work, shape: 'form', tree: treeOf(editorFields(data)), text: '' };
}
