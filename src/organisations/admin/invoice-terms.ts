import type { Router } from 'express';
import type { Context } from '../../platform/context.ts';
import { invalid } from '../../platform/errors.ts';
import { parse, typed } from '../../platform/http.ts';
import { actorOf, allow } from '../../staff/guard.ts';
import { changeInvoiceTerms } from '../actions/invoice-terms.ts';
import { invoiceTermsForm } from '../forms/organisation.ts';
import { showOrganisation } from './organisation.ts';
import { idIn, wrongOf } from './speak.ts';

/** Whether an organisation has its licences before the payment: finance decides, and says why. */
export function invoiceTermsRoutes(ctx: Context, router: Router): void {
  router.post('/admin/organisations/:id/invoice-terms', async (req, res) => {
    allow(res, 'money');
    const id = idIn(req, 'id');
    const form = parse(invoiceTermsForm, req.body);
    // A box that is not ticked is not sent.
    const values = { invoiceTerms: '', ...typed(req.body) };
    if (!form.ok) {
      if (form.problems.some(({ field }) => field === 'version')) throw invalid(form.problems);
      return showOrganisation(ctx, res, id, { ...form, values });
    }
    const { version, invoiceTerms, termsReason: reason } = form.value;
    const wrong = await wrongOf(() =>
      changeInvoiceTerms(
        ctx,
        { id, version },
        { allowed: invoiceTerms === 'yes', reason, by: actorOf(res) },
      ),
    );
    if (wrong !== null) return showOrganisation(ctx, res, id, { ...wrong, values });
    res.redirect(303, `/admin/organisations/${id}#invoices`);
  });
}
