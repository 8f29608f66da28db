import type { Router } from 'express';
import type { Context } from '../../platform/context.ts';
import { invalid } from '../../platform/errors.ts';
import { parse, typed } from '../../platform/http.ts';
import { actorOf, allow } from '../../staff/guard.ts';
import { endProof, recordProof } from '../actions/proofs.ts';
import { endForm, proofForm } from '../forms/proof.ts';
import { showOrganisation } from './organisation.ts';
import { idIn, wrongOf } from './speak.ts';

/** Recording a proof that came another way than as a file of a request, and ending one early. */
export function proofRoutes(ctx: Context, router: Router): void {
  router.post('/admin/organisations/:id/proofs', async (req, res) => {
    allow(res, 'decide');
    const id = idIn(req, 'id');
    const form = parse(proofForm, req.body);
    if (!form.ok) return showOrganisation(ctx, res, id, form);
    const { kind, seen: words, validUntil } = form.value;
    const wrong = await wrongOf(() =>
      recordProof(ctx, { organisationId: id, kind, words, validUntil, by: actorOf(res) }),
    );
    if (wrong !== null)
      return showOrganisation(ctx, res, id, { ...wrong, values: typed(req.body) });
    res.redirect(303, `/admin/organisations/${id}#proofs`);
  });

  router.post('/admin/organisations/:id/proofs/:proof/end', async (req, res) => {
    allow(res, 'decide');
    const [organisationId, id] = [idIn(req, 'id'), idIn(req, 'proof')];
    const form = parse(endForm, req.body);
    if (!form.ok) throw invalid(form.problems);
    await endProof(ctx, { organisationId, id }, { reason: form.value.reason, by: actorOf(res) });
    res.redirect(303, `/admin/organisations/${organisationId}#proofs`);
  });
}
