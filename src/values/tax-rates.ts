/**
 * Standard rates of VAT or GST in basis points, as they stood on `since`. Reduced rates for publications are not in it:
 * a licence is a right, which nearly everywhere is taxed at the standard rate. The figures are those of the sales-tax
 * package of npm, version 2.23.0.
 */
export const standardRates: {
  since: string;
  /** The name on a bill, and the rate, by ISO 3166-1 code. */
  rates: Readonly<Record<string, { name: string; rate: number }>>;
} = {
  since: '2026-01-01',
  rates: Object.fromEntries([
    ...named(
      'VAT',
      'AT 20 BE 21 BG 20 CY 19 CZ 21 DE 19 DK 25 EE 24 ES 21 FI 25.5 FR 20 GR 24 HR 25 HU 27 IE 23 IT 22 ' +
        'LT 21 LU 17 LV 21 MT 18 NL 21 PL 23 PT 23 RO 21 SE 25 SI 22 SK 23',
    ),
    ...named('VAT', 'GB 20 CH 8.1 NO 25 IL 18 TR 20 ZA 15'),
    ...named('GST', 'AU 10 CA 5 IN 18 NZ 15 SG 9'),
    ...named('Consumption tax', 'JP 10'),
    ...named('VAT', 'AE 5 KR 10 MX 16 SA 15'),
  ]),
};

/** The member states of the European Union. */
export const europeanUnion: ReadonlySet<string> = new Set(
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' '),
);

function named(name: string, list: string): [string, { name: string; rate: number }][] {
  return [...list.matchAll(/([A-Z]{2}) ([\d.]+)/g)].map(([, country = '', percent]) => [
    country,
    { name, rate: Math.round(Number(percent) * 100) },
  ]);
}
