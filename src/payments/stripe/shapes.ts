/**
 * Whether an answer is the object that was asked for. The SDK also hands over answers of machines in between (a 404 or
 * 502 whose JSON has no `error`), so kind and id are checked wherever one is read.
 */
export function isObject(
  answer: unknown,
  kind: string,
  id: RegExp,
): answer is Record<string, unknown> {
  if (typeof answer !== 'object' || answer === null) return false;
  const found: unknown = Reflect.get(answer, 'id');
  return Reflect.get(answer, 'object') === kind && typeof found === 'string' && id.test(found);
}

/** The id in a field that holds an id or the object itself. */
export function idOf(field: unknown): string | null {
  if (typeof field === 'string') return field;
  const id: unknown = typeof field === 'object' && field !== null ? Reflect.get(field, 'id') : null;
  return typeof id === 'string' ? id : null;
}
