// As of November 2026. Smallest charges that Stripe's page on currencies names, in main units; half a unit elsewhere in
// its list. It also asks that a charge be worth the smallest one of the currency in which the account is settled.
const named: Record<string, string> = {
  '0.3': 'GBP',
  '0.5': 'AUD BRL CAD CHF EUR INR NZD SGD USD',
  '2': 'AED MYR PLN RON',
  '2.5': 'DKK',
  '3': 'NOK SEK',
  '4': 'HKD',
  '10': 'MXN THB',
  '15': 'CZK',
  '50': 'JPY',
  '175': 'HUF',
};

// Of the others no smallest charge is named: about what a dollar is worth, so that it holds for accounts in dollars,
// euros and pounds whatever the exchange does.
const worthADollar: Record<string, string> = {
  '0.4': 'BHD KWD OMR',
  '0.75': 'JOD',
  '3': 'TND',
  '4': 'ILS QAR SAR',
  '10': 'MAD',
  '20': 'ZAR',
  '35': 'TWD',
  '40': 'TRY',
  '50': 'EGP',
  '60': 'PHP',
  '110': 'XPF',
  '120': 'VUV',
  '140': 'ISK',
  '180': 'DJF',
  '450': 'KMF',
  '600': 'XAF XOF',
  '1000': 'CLP',
  '1500': 'KRW RWF',
  '3000': 'BIF',
  '4500': 'MGA',
  '7500': 'PYG',
  '9000': 'GNF',
  '26000': 'VND',
};

/** The smallest charge in main units of each currency that is taken, as a decimal; others are not taken. */
export const smallestCharges: ReadonlyMap<string, string> = new Map(
  Object.entries({ ...byCurrency(named), ...byCurrency(worthADollar) }),
);

function byCurrency(table: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(table).flatMap(([least, codes]) =>
      codes.split(' ').map((code) => [code, least]),
    ),
  );
}

/** The largest charge, counted as the payment service counts. Some currencies allow more there; none allows less. */
export const largestCharge = 99_999_999;
