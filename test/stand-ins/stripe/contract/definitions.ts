import { readFileSync } from 'node:fs';

/** The part of JSON Schema that `walk-types.ts` writes. */
export type Definition = {
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  anyOf?: Definition[];
  $ref?: string;
  items?: Definition;
  properties?: Record<string, Definition>;
  required?: string[];
  additionalProperties?: boolean | Definition;
};

/** Definitions by name, each parsed when it is first asked for: few of them are ever needed. */
export type Definitions = {
  get(name: string): Definition | undefined;
  has(name: string): boolean;
};

export const forms = readDefinitions('forms');
export const answers = readDefinitions('answers');

function readDefinitions(kind: 'forms' | 'answers'): Definitions {
  const text = readFileSync(new URL(`../schemas/${kind}.jsonl`, import.meta.url), 'utf8');
  const lines = new Map(
    text.split('\n').map((line) => [line.slice(2, line.indexOf('"', 2)), line] as const),
  );
  const parsed = new Map<string, Definition>();
  return {
    has: (name) => lines.has(name),
    get(name) {
      const line = lines.get(name);
      if (line === undefined) return undefined;
      const found = parsed.get(name) ?? (JSON.parse(line) as [string, Definition])[1];
      parsed.set(name, found);
      return found;
    },
  };
}
