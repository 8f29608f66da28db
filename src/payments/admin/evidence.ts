import type { Request, Response, Router } from 'express';
import type { Context } from '../../platform/context.ts';
import { notFound } from '../../platform/errors.ts';
import { isUuid } from '../../platform/ids.ts';
import { allow } from '../../staff/guard.ts';
import { evidencePdf, evidenceZip } from '../actions/evidence-files.ts';
import { readEvidence } from '../actions/read-evidence.ts';
import type { Evidence } from '../rules/evidence.ts';

/** `/admin/payments/<id>/evidence.pdf` and `.zip`: the proof of a sale, for those who look after money. */
export function evidenceRoutes(ctx: Context, router: Router): void {
  const send =
    (kind: 'pdf' | 'zip', make: (evidence: Evidence) => Promise<Buffer>) =>
    async (req: Request, res: Response): Promise<void> => {
      allow(res, 'money');
      const id = String(req.params['id']);
      const evidence = isUuid(id) ? await readEvidence(ctx, id) : null;
      if (evidence === null) throw notFound();
      const name = (evidence.request?.reference ?? id).replaceAll(/[^\w-]/gu, '');
      const file = await make(evidence);
      res.set('Cache-Control', 'no-store').attachment(`evidence-${name}.${kind}`).send(file);
    };
  router.get('/admin/payments/:id/evidence.pdf', send('pdf', evidencePdf));
  router.get('/admin/payments/:id/evidence.zip', send('zip', evidenceZip));
}
