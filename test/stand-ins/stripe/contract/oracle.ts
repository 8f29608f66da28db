import { Ajv, type AnySchema, type SchemaValidateFunction, type ValidateFunction } from 'ajv';
import { answers, forms, type Definitions } from './definitions.ts';
import { operations } from './operations.ts';

/** One call and its answer, as they went over the line; `params` is what the form decodes to. */
export type Exchange = {
  method: string;
  path: string;
  params: unknown;
  status: number;
  answer: unknown;
};

type Operation = keyof typeof operations;
const patterns = (Object.keys(operations) as Operation[]).map((operation) => {
  const [method, path = ''] = operation.split(' ');
  return { operation, method, path: new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}$`) };
});

/** Which operation of the table a call is. */
export const operationOf = ({ method, path }: Pick<Exchange, 'method' | 'path'>) =>
  patterns.find((each) => each.method === method && each.path.test(path))?.operation;

/** Codes of the stand-in itself, which say that it would have to pretend. */
const ownCodes = ['stand_in_not_emulated'];
/** Used by the official command line tool and described nowhere. */
const undocumented = /^\/v1\/payment_pages\//;

/**
 * What in an exchange is not as the installed SDK types it: parameters of a call that was taken,
 * the fields and values of the answer, and the shape and code of an error. Empty when all conforms.
 */
export function violationsOf(exchange: Exchange): string[] {
  const { method, path, params, status, answer } = exchange;
  if (undocumented.test(path)) return [];
  const named = (what: string[]): string[] => what.map((each) => `${method} ${path}: ${each}`);
  if (status >= 400) return named(violationsOfError(answer));
  const operation = operationOf(exchange);
  if (!operation) return named(['there is no such operation in the table']);
  const [form, name] = operations[operation];
  return named([
    ...violations(formCheck, form, params ?? {}, 'parameter'),
    ...(name.endsWith('[]') ? violationsOfList(name.slice(0, -2), answer) : one(name, answer)),
  ]);
}

/** The same for an event of either kind, snapshot or thin. */
export function violationsOfEvent(event: unknown): string[] {
  const type = String(fieldOf(event, 'type'));
  return violations(answerCheck, `event ${type}`, event, `event ${type}`);
}

const one = (name: string, answer: unknown): string[] =>
  name.endsWith('Event')
    ? violationsOfEvent(answer)
    : violations(answerCheck, name, answer, 'answer');

function violationsOfList(name: string, answer: unknown): string[] {
  const data = fieldOf(answer, 'data');
  const keys = Object.keys(Object(answer)).toSorted().join();
  if (!Array.isArray(data) || keys !== 'data,has_more,object,url')
    return [`answer is no list: it has ${keys}`];
  return data.flatMap((each) => one(name, each));
}

function violationsOfError(answer: unknown): string[] {
  const error = fieldOf(answer, 'error');
  const code = fieldOf(error, 'code');
  return [
    ...violations(answerCheck, 'Error', error, 'error'),
    ...(code === undefined || ownCodes.includes(String(code))
      ? []
      : violations(answerCheck, 'ErrorCode', code, 'error code')),
  ];
}

type Check = (name: string) => ValidateFunction | undefined;

/**
 * Compiles a definition when data first comes to it: an id that nobody expands never needs the
 * definition of the object behind it.
 */
function checkWith(definitions: Definitions): Check {
  const ajv = new Ajv({
    strict: false,
    validateSchema: false,
    meta: false,
    code: { optimize: false },
  });
  const compiled = new Map<string, ValidateFunction>();
  const check: Check = (name) => {
    const definition = compiled.has(name) ? undefined : definitions.get(name);
    if (definition) {
      const text = JSON.stringify(definition).replaceAll('"$ref"', '"defined"');
      compiled.set(name, ajv.compile(JSON.parse(text) as AnySchema));
    }
    return compiled.get(name);
  };
  const defined: SchemaValidateFunction = (name: string, data: unknown, _schema, at) => {
    const inner = check(name);
    if (!inner) throw new Error(`There is no definition ${name}.`);
    const conforms = inner(data);
    if (!conforms)
      defined.errors = (inner.errors ?? []).map((each) => ({
        ...each,
        instancePath: `${at?.instancePath ?? ''}${each.instancePath}`,
      }));
    return conforms;
  };
  ajv.addKeyword({ keyword: 'defined', errors: true, validate: defined });
  return check;
}

const formCheck = checkWith(forms);
const answerCheck = checkWith(answers);

function violations(check: Check, name: string, data: unknown, what: string): string[] {
  const validate = check(name);
  if (!validate) return [`${what}: the SDK has no type ${name}`];
  if (validate(data)) return [];
  const told = (validate.errors ?? []).map(({ instancePath, message, params }) => {
    const which: unknown = params['additionalProperty'] ?? params['allowedValues'] ?? '';
    return `${instancePath || '/'} ${message ?? ''} ${which === '' ? '' : JSON.stringify(which)}`.trim();
  });
  return [`${what} is no ${name}: ${told.join('; ')}`];
}

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
