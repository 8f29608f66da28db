import { proofState, usualEnd } from '../../organisations/rules/proofs.ts';
import { organisationNames } from '../../pricing/rules/names.ts';
import type { OrganisationType } from '../../pricing/rules/use.ts';
import { isAnswerable } from '../../requests/rules/life.ts';
import { dayOf } from '../../values/period.ts';
import { waiverReasonCodes, waiverReasons } from '../rules/waivers.ts';
import type { Look } from './request-page.ts';

interface Rights {
  decide: boolean;
  /** May make organisations known. */
  price: boolean;
}

/** Who asks, in words: kind, organisation, what its files have shown, and its allowances. */
export function whoAsksPage({ dossier, speak, now }: Look, may: Rights): object {
  const { request, asker, items, files, proofs } = dossier;
  const today = dayOf(now);
  const kindOf = (kind: string): string =>
    speak.t(organisationNames[kind as OrganisationType] ?? kind);
  const answerable = isAnswerable(request.state);
  const paying = new Set(items.flatMap(({ quote }) => quote.allowance ?? []));
  const known = asker?.organisation ?? null;
  return {
    who: {
      kind: kindOf(request.organisation_type),
      verified: asker?.verified ?? false,
      provenUntil: asker?.provenUntil ?? null,
      organisation: known,
      paysLater: asker?.invoiceTerms ?? false,
      namesakes: known === null ? dossier.namesakes : [],
      mayMakeKnown: may.price && asker !== null && known === null,
      mayAccept: may.decide && asker !== null,
      mayAnswerAnew: may.decide && answerable && (known !== null || paying.size > 0),
      usualEnd: usualEnd(today),
      allowances: (asker?.allowances ?? []).map((one) => ({ ...one, pays: paying.has(one.id) })),
    },
    files: files.map((file) => ({
      ...file,
      shown: proofs
        .filter((proof) => proof.file_id === file.id)
        .map((proof) => ({
          kind: kindOf(proof.kind),
          until: proof.valid_until,
          state: proofState(proof, today),
          by: proof.checked_by,
        })),
    })),
    waivers: waiverReasonCodes.map((value) => ({ value, label: speak.t(waiverReasons[value]) })),
  };
}
