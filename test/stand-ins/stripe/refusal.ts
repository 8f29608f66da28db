/** An answer of the API that is not a success, in the shape that the SDK turns into its error classes. */
export class Refusal extends Error {
  readonly status: number;
  readonly type: string;
  readonly code: string | undefined;
  readonly param: string | undefined;

  constructor(status: number, message: string, details: RefusalDetails = {}) {
    super(message);
    this.status = status;
    this.type = details.type ?? 'invalid_request_error';
    this.code = details.code;
    this.param = details.param;
  }

  body() {
    const { type, code, message, param } = this;
    return { error: { type, ...(code && { code }), message, ...(param && { param }) } };
  }
}

type RefusalDetails = { type?: string; code?: string; param?: string };

export const bad = (message: string, code: string, param?: string) =>
  new Refusal(400, message, param ? { code, param } : { code });

export const missing = (noun: string, id: string, param = 'id') =>
  new Refusal(404, `No such ${noun}: '${id}'`, { code: 'resource_missing', param });
