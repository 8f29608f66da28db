type Details = {
  type?: string;
  /** One of the codes of the SDK's types; many refusals of the real API have none. */
  code?: string;
  param?: string;
  decline_code?: string;
  charge?: string;
};

/** An answer of the API that is not a success, in the shape that the SDK turns into its error classes. */
export class Refusal extends Error {
  readonly status: number;
  readonly details: Details;

  constructor(status: number, message: string, details: Details = {}) {
    super(message);
    this.status = status;
    this.details = details;
  }

  body() {
    return { error: { type: 'invalid_request_error', ...this.details, message: this.message } };
  }
}

/** Refuses a parameter. */
export const bad = (message: string, code?: string, param?: string) =>
  new Refusal(400, message, { ...(code && { code }), ...(param && { param }) });

export const missing = (noun: string, id: string, param = 'id') =>
  new Refusal(404, `No such ${noun}: '${id}'`, { code: 'resource_missing', param });
