/** Why an address was not fetched: each code with the English sentence (ICU) that a person gets. */
const sentences = {
  bad_address: 'This is not a complete web address. It should begin with https:// and name a site.',
  bad_scheme: 'Only addresses that begin with http:// or https:// can be fetched.',
  bad_port: 'Only the usual ports of the web, 80 and 443, can be fetched.',
  private_address: 'This address leads into a private network and is not fetched.',
  unknown_host: 'There is no site of this name.',
  unreachable: 'The site does not answer ({reason}).',
  bad_certificate: 'The certificate of the site is not valid ({reason}).',
  bad_status: 'The site answered with status {status} in place of the file.',
  bad_encoding: 'The site sent the file in a compression that cannot be read.',
  too_many_redirects: 'The address leads from one redirect to the next without an end.',
  too_large: 'The file is larger than {megabytes} MB.',
  too_slow: 'The site took longer than {seconds} seconds.',
} as const;

export type FetchRefusalCode = keyof typeof sentences;

export interface FetchRefusal {
  ok: false;
  code: FetchRefusalCode;
  /** English ICU message; `params` fill it. */
  message: string;
  params: Record<string, string | number>;
}

/** Thrown inside the fetcher only; it leaves as a FetchRefusal. */
export class FetchFault extends Error {
  readonly code: FetchRefusalCode;
  readonly params: Record<string, string | number>;

  constructor(code: FetchRefusalCode, params: Record<string, string | number> = {}) {
    super(code);
    this.code = code;
    this.params = params;
  }
}

/** Turns whatever stopped a fetch into a refusal with its sentence. */
export function refusalOf(
  error: unknown,
  signal: AbortSignal,
  limits: { maxBytes: number; timeoutMs: number },
): FetchRefusal {
  const fault = signal.aborted ? new FetchFault('too_slow') : faultOf(error);
  const params: Record<string, string | number> = { ...fault.params };
  if (fault.code === 'too_large') params['megabytes'] = Math.round(limits.maxBytes / 1024 / 1024);
  if (fault.code === 'too_slow') params['seconds'] = Math.round(limits.timeoutMs / 1000);
  return { ok: false, code: fault.code, message: sentences[fault.code], params };
}

function faultOf(error: unknown): FetchFault {
  if (error instanceof FetchFault) return error;
  // With several addresses Node gathers the failure of each.
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  const reason = codeOf(first);
  if (reason === 'ENOTFOUND' || reason === 'EAI_AGAIN' || reason === 'ENODATA')
    return new FetchFault('unknown_host');
  if (reason.startsWith('Z_') || reason.startsWith('ERR_BROTLI') || reason.startsWith('ERR__'))
    return new FetchFault('bad_encoding');
  if (/CERT|SELF_SIGNED|ISSUER|VERIFY|ALTNAME/u.test(reason))
    return new FetchFault('bad_certificate', { reason });
  return new FetchFault('unreachable', { reason });
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === 'string' ? code : error.name;
}
