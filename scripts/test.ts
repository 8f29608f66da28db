import { givenTests, runTests } from './run-tests.ts';

/**
 * `node scripts/test.ts [options and files of node --test]`: the suite on the embedded database, without what needs a
 * browser or data that is not here.
 */
const suite = ['test/!(browser|real)/**/*.test.ts', 'test/*.test.ts'];

const { files, options } = givenTests(process.argv.slice(2));
process.exitCode = await runTests(files.length > 0 ? files : suite, [
  '--test-timeout=240000',
  ...options,
]);
