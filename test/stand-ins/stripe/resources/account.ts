import type { Call, Route } from '../call.ts';
import { whole } from '../contract/whole.ts';
import { expandOnly } from '../shape.ts';
import type { World } from '../world.ts';

export const accountRoutes: Route[] = [{ method: 'GET', path: '/account', answer: retrieve }];

export const accountId = 'acct_1StandIn';

function retrieve({ world, params }: Call) {
  expandOnly(params, '');
  return accountOf(world);
}

/** The newsroom's own account; `mutate` takes abilities away from it. */
function accountOf(world: World) {
  const known = world.records.account.get(accountId);
  if (known) return known;
  const account = whole('Account', {
    id: accountId,
    business_type: 'company',
    capabilities: {
      card_payments: 'active',
      link_payments: 'active',
      bacs_debit_payments: 'active',
      sepa_debit_payments: 'active',
      transfers: 'active',
    },
    charges_enabled: true,
    country: 'GB',
    created: world.now(),
    default_currency: 'gbp',
    details_submitted: true,
    email: 'finance@newsroom.example.org',
    payouts_enabled: true,
    requirements: { alternatives: [], currently_due: [], errors: [], eventually_due: [] },
    type: 'standard',
  });
  world.records.account.set(accountId, account);
  return account;
}
