/** A choice with its name as an English key of translation. */
export interface Option {
  value: string;
  label: string;
}

interface Named {
  /** English keys of translation. */
  label: string;
  hint?: string;
}

/** What is typed as a number, and how many decimals it may have. */
export type Unit = 'sum' | 'factor' | 'percent' | 'whole';

/**
 * How a part of the tariff is edited. The same description reads what was typed, writes what is
 * stored, shows it on the page and finds the field of a mistake, so the four cannot part ways.
 */
export type Control =
  | (Named & { is: 'text'; optional?: boolean })
  | (Named & { is: 'choice'; options: readonly Option[]; empty?: 'null' | 'absent' })
  | (Named & { is: 'tick' })
  /** `empty: 'null'`: an empty field is null. `problem` says what the field takes. */
  | (Named & { is: 'number'; unit: Unit; empty?: 'null'; problem?: string })
  /** Texts, one on each line. */
  | (Named & { is: 'lines'; optional?: boolean })
  /** Members of a fixed list. */
  | (Named & { is: 'many'; options: readonly Option[] })
  | (Named & { is: 'yesNo' })
  | (Named & { is: 'range' })
  /** Null for everywhere, or countries. */
  | (Named & { is: 'places' })
  /** What a table is read with: a fact or a question of the tariff. */
  | (Named & { is: 'wordKey' })
  /** Values by word: rows of a word and its factor, or of a word and a cell for each column. */
  | (Named & { is: 'words'; by: string; value: Control; columns?: string })
  | (Named & { is: 'when' })
  | (Named & { is: 'list'; of: Control; add: string; rules?: boolean; problem?: string })
  | (Named & { is: 'group'; fields: Fields; kinds?: Readonly<Record<string, Fields>> });

export type Fields = Readonly<Record<string, Control>>;

export type ControlOf<Is extends Control['is']> = Extract<Control, { is: Is }>;
