import Joi from 'joi';
import {
  amount,
  byKind,
  byNumber,
  byWord,
  cells,
  count,
  group,
  kind,
  label,
  limits,
  namesFit,
  steps,
} from './tables.ts';
import type { WordKey } from '../rules/tariff.ts';
import { whenSchema } from './when.ts';

const baseFields = {
  when: whenSchema,
  label,
  replaces: group,
};

const bases: Record<string, Joi.ObjectSchema> = {
  flat: Joi.object({ ...baseFields, kind: kind('flat'), amount: amount(1) }),
  tier: Joi.object({
    ...baseFields,
    kind: kind('tier'),
    by: byNumber,
    steps: steps('amount', amount(1)),
  }),
  linear: Joi.object({
    ...baseFields,
    kind: kind('linear'),
    by: byNumber,
    first: count,
    amount: amount(1),
    each: count,
    eachAmount: amount(0),
  }),
  matrix: Joi.object({
    ...baseFields,
    kind: kind('matrix'),
    rows: byWord,
    by: byNumber,
    upTo: limits,
    cells,
  })
    .custom(matrixFits)
    .messages({
      'matrix.rows': 'A row of the matrix has a name that its fact cannot have.',
      'matrix.width': 'Each row of the matrix needs one cell for each limit.',
    }),
};

interface Matrix {
  rows: WordKey;
  upTo: unknown[];
  cells: Record<string, unknown[]>;
}

function matrixFits(matrix: Matrix, helpers: Joi.CustomHelpers): unknown {
  if (!namesFit(matrix.rows, Object.keys(matrix.cells))) return helpers.error('matrix.rows');
  const fits = Object.values(matrix.cells).every((row) => row.length === matrix.upTo.length);
  return fits ? matrix : helpers.error('matrix.width');
}

/** The table a price begins with. */
export const baseSchema = byKind(bases);
