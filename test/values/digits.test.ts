import assert from 'node:assert/strict';
import { test } from 'node:test';
import { westernDigits } from '../../src/values/digits.ts';

test('digits of any script mean the same number', () => {
  // These write letters of Han for digits, or numerals that are not read place by place.
  const systems = Intl.supportedValuesOf('numberingSystem').filter((name) => name !== 'hanidec');
  assert.ok(systems.length > 60);
  for (const numberingSystem of systems) {
    const format = new Intl.NumberFormat('en', { numberingSystem, useGrouping: false });
    assert.equal(westernDigits(format.format(9_876_543_210)), '9876543210', numberingSystem);
  }
});

test('what is no digit stays: letters, signs, superscripts and fractions', () => {
  for (const text of ['', 'abc', '4²', '½', '①', 'Ⅻ', '三', '-1.5', '٫', '👩‍👩‍👧'])
    assert.equal(westernDigits(text), text);
  assert.equal(westernDigits('up_to:٤٠٬٠٠٠'), 'up_to:40٬000');
});
