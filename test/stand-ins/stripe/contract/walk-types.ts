import { SymbolFlags, TypeFlags } from 'typescript/unstable/sync';
import type { Checker, Symbol, Type } from 'typescript/unstable/sync';

export type Schema = Record<string, unknown>;
/** What a form says is text at every leaf; an answer is JSON. */
export type Flavour = 'form' | 'answer';

/**
 * Turns types of the SDK into JSON Schemas, each named interface a definition of its own. Objects are
 * closed and so are open enumerations, so that a wrong name or value at any depth is a violation.
 */
export class Walker {
  readonly definitions = new Map<string, Schema>();
  readonly #checker: Checker;
  readonly #flavour: Flavour;
  readonly #resources: ReadonlySet<string>;

  /** `resources` names the objects of the API that may stand inside others. */
  constructor(checker: Checker, flavour: Flavour, resources: ReadonlySet<string>) {
    this.#checker = checker;
    this.#flavour = flavour;
    this.#resources = resources;
  }

  addRoot(name: string, type: Type): void {
    const schema = this.#schemaOf(type);
    if (schema['$ref'] !== name) this.definitions.set(name, schema);
  }

  #schemaOf(type: Type): Schema {
    const symbol = type.getAliasSymbol() ?? type.getSymbol();
    if (symbol?.name.startsWith('Decimal')) return numeral;
    if (type.isUnionType()) return this.#unionOf(type.getTypes());
    if (type.isLiteralType())
      return { const: this.#flavour === 'form' ? String(type.value) : type.value };
    if (type.flags & TypeFlags.Null)
      return this.#flavour === 'form' ? { const: '' } : { type: 'null' };
    if (type.flags & TypeFlags.String) return { type: 'string' };
    if (type.flags & TypeFlags.Number)
      return this.#flavour === 'form' ? numeral : { type: 'number' };
    if (type.flags & TypeFlags.AnyOrUnknown) return {};
    if (!type.isTypeReference() || !this.#checker.isArrayType(type)) return this.#objectOf(type);
    const [items] = this.#checker.getTypeArguments(type);
    return { type: 'array', items: items ? this.#schemaOf(items) : {} };
  }

  /** Ids that could be expanded stay ids where this stand-in has no such object. */
  #unionOf(types: readonly Type[]): Schema {
    const told = types.filter((type) => !(type.flags & nothing));
    const literals = told.filter((type) => type.isLiteralType());
    const others = told.filter(
      (type) =>
        !type.isLiteralType() &&
        !(literals.length > 0 && type.isIntersectionType()) &&
        (told.length === 1 || !this.#isForeign(type)),
    );
    const schemas = others.map((type) => this.#schemaOf(type));
    const values = [...new Set(literals.map((each) => this.#schemaOf(each)['const']))].toSorted();
    if (this.#flavour === 'answer' && values.length === 2 && values.includes(true))
      schemas.unshift({ type: 'boolean' });
    else if (values.length > 0)
      schemas.unshift(values.length === 1 ? { const: values[0] } : { enum: values });
    return joined(schemas);
  }

  /** Whether this is an object of the API that the stand-in does not have. */
  #isForeign(type: Type): boolean {
    if (this.#flavour === 'form' || !type.isObjectType()) return false;
    if (!this.#checker.getPropertyOfType(type, 'object')) return false;
    const name = this.#nameOf(type.getSymbol());
    return !/^ApiList|Event$/.test(name) && !this.#resources.has(name.replace(/^Deleted/, ''));
  }

  #objectOf(type: Type): Schema {
    if (this.#isForeign(type)) return { type: 'object' };
    const name = this.#nameOf(type.getAliasSymbol() ?? type.getSymbol());
    const named = name !== '' && name !== 'ApiList';
    if (named && this.definitions.has(name)) return { $ref: name };
    const schema: Schema = { type: 'object' };
    if (named) this.definitions.set(name, schema);
    const properties: [string, Schema][] = [];
    const required: string[] = [];
    for (const [property, found, optional] of this.#propertiesOf(type)) {
      properties.push([property, this.#schemaOf(found)]);
      if (!optional) required.push(property);
    }
    const [index] = this.#checker.getIndexInfosOfType(type);
    if (properties.length > 0) schema['properties'] = Object.fromEntries(properties);
    if (required.length > 0) schema['required'] = required;
    schema['additionalProperties'] = index ? this.#schemaOf(index.valueType) : false;
    return named ? { $ref: name } : schema;
  }

  #propertiesOf(type: Type): [string, Type, boolean][] {
    return this.#checker.getPropertiesOfType(type).flatMap((property) => {
      const found = this.#checker.getTypeOfSymbol(property);
      if (!found || property.name.startsWith('fetch')) return [];
      const parts = found.isUnionType() ? found.getTypes() : [found];
      if (parts.every((part) => (part.flags & nothing) !== 0)) return [];
      // Only part of an object, so that no name of it could be required.
      const kept = property.name === 'previous_attributes' ? this.#checker.getUnknownType() : found;
      return [[property.name, kept, (property.flags & SymbolFlags.Optional) !== 0]];
    });
  }

  /** `Checkout.Session.CustomText`, as one writes it after `Stripe.`; empty for a type without a name. */
  #nameOf(symbol: Symbol | undefined): string {
    if (!symbol || symbol.name.startsWith('__')) return '';
    const chain: string[] = [];
    let each: Symbol | undefined = symbol;
    for (; each && !each.name.startsWith('"'); each = each.getParent()) chain.unshift(each.name);
    const folders =
      /resources\/(.*\/)?/
        .exec(each?.name ?? '')?.[1]
        ?.split('/')
        .slice(0, -1) ?? [];
    return [...folders.filter((name, n) => chain[n] !== name), ...chain].join('.');
  }
}

const nothing = TypeFlags.Undefined | TypeFlags.Void;
const numeral: Schema = { type: 'string', pattern: '^-?\\d+(\\.\\d+)?$' };

/** One schema for several that are allowed, as short as it can be said. */
function joined(all: Schema[]): Schema {
  const schemas = [...new Map(all.map((each) => [JSON.stringify(each), each])).values()];
  const isText = (schema: Schema) =>
    schema['type'] === 'string' || typeof schema['const'] === 'string';
  const anyText = schemas.some((schema) => JSON.stringify(schema) === '{"type":"string"}');
  if (anyText && schemas.every((schema) => isText(schema) || 'enum' in schema))
    return { type: 'string' };
  const [only, ...more] = schemas;
  if (only && more.length === 0) return only;
  const plain = schemas.every((schema) => Object.keys(schema).join() === 'type');
  return plain ? { type: schemas.map(({ type }) => type) } : { anyOf: schemas };
}
