import { invalid } from '../../platform/errors.ts';
import type { Speak } from '../../requests/rules/words.ts';
import { waiverReasons, type WaiverReason } from '../rules/waivers.ts';

/** A waiver as the history keeps it: the reason also as it was worded, since lists may change later. */
export interface Waiver {
  waiver: WaiverReason;
  reason: string;
  words: string;
}

/** Why less is asked than the tariff says. Refuses where no reason was chosen, and "another reason" without words. */
export function waiverFrom(
  given: { waiver: WaiverReason | null; waiverWords: string },
  speak: Speak,
): Waiver {
  const { waiver, waiverWords: words } = given;
  if (waiver === null)
    throw invalid([
      { field: 'waiver', message: 'Choose why you ask for less than the tariff says.' },
    ]);
  if (waiver === 'other' && words === '')
    throw invalid([{ field: 'waiverWords', message: 'Say in words what the reason is.' }]);
  return { waiver, reason: speak.t(waiverReasons[waiver]), words };
}
