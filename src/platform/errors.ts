/**
 * The four refusals. Anything else that is thrown is a fault: answered 500 and logged once.
 */
export type RefusalKind = 'invalid' | 'not_found' | 'forbidden' | 'conflict';

/** One problem of a form: the field's name and an English ICU message with its parameters. */
export interface Problem {
  field: string;
  message: string;
  params?: Record<string, string | number>;
}

export class Refusal extends Error {
  readonly kind: RefusalKind;
  readonly code: string;
  readonly problems: readonly Problem[];

  constructor(kind: RefusalKind, code: string, problems: readonly Problem[] = []) {
    super(code);
    this.kind = kind;
    this.code = code;
    this.problems = problems;
  }

  get status(): 422 | 404 | 403 | 409 {
    return ({ invalid: 422, not_found: 404, forbidden: 403, conflict: 409 } as const)[this.kind];
  }
}

/** 422: what was sent does not fit; each problem names its field and the way out. */
export function invalid(problems: readonly Problem[]): Refusal {
  return new Refusal('invalid', 'invalid', problems);
}

/** 404: not there, or not for you; both look the same from outside. */
export function notFound(): Refusal {
  return new Refusal('not_found', 'not_found');
}

/** 403: signed in, but the role does not allow it. */
export function forbidden(): Refusal {
  return new Refusal('forbidden', 'forbidden');
}

/** 409: the state of things does not allow it now; `code` is stable for machines. */
export function conflict(code: string): Refusal {
  return new Refusal('conflict', code);
}
