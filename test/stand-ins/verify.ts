/**
 * `npm run verify:stripe`: the cases that the stand-in keeps, run against the sandbox of the owner's
 * own account, and every answer held against the types of the SDK. It makes test objects there.
 */
const key = process.env['STRIPE_SECRET_KEY'] ?? '';

if (!/^(sk|rk)_test_\w+$/.test(key)) {
  console.error(
    key === ''
      ? 'Set STRIPE_SECRET_KEY to the secret key of a sandbox (sk_test_…). Nothing was verified.'
      : 'Only a key of a sandbox is taken (sk_test_… or rk_test_…), never a live one. Nothing was verified.',
  );
  process.exit(2);
}

const { cases } = await import('./cases/all.ts');
const { openDesk } = await import('./cases/desk.ts');
const { violationsOf } = await import('./stripe/contract/oracle.ts');

let failed = 0;
let calls = 0;
const differences = new Set<string>();
for (const { name, run } of cases)
  try {
    const desk = openDesk({ key, patienceMs: 120_000 }, (exchange) => {
      calls += 1;
      // Ids differ from run to run; what is different of an operation is told once.
      for (const each of violationsOf(exchange))
        differences.add(each.replaceAll(/\w+_\w{14,}/g, '…'));
    });
    await run(desk);
    console.log(`kept    ${name}`);
  } catch (error) {
    failed += 1;
    console.log(
      `BROKEN  ${name}\n        ${error instanceof Error ? error.message : String(error)}`,
    );
  }

for (const each of differences) console.log(`differs ${each}`);
console.log(
  `${cases.length - failed} of ${cases.length} cases kept, ${calls} calls, ${differences.size} differences from the types.`,
);
process.exitCode = failed > 0 || differences.size > 0 ? 1 : 0;
