import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const signals = ['SIGINT', 'SIGTERM'] as const;

/**
 * Runs test files with `node --test`, one process for each core (Node alone leaves one idle, of two that is half), which
 * share what was compiled. Resolves with the exit code.
 */
export function runTests(
  files: readonly string[],
  options: readonly string[],
  environment: Record<string, string> = {},
): Promise<number> {
  const all = ['--test', `--test-concurrency=${availableParallelism()}`, ...options, ...files];
  const compiled = join(root, 'node_modules', '.cache', 'compiled');
  const env = { NODE_COMPILE_CACHE: compiled, ...process.env, ...environment };
  const child = spawn(process.execPath, all, { stdio: 'inherit', env });
  for (const signal of signals) process.once(signal, () => child.kill(signal));
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
}

/** Options and files, as they were given on the command line. */
export function givenTests(words: readonly string[]): { files: string[]; options: string[] } {
  return {
    files: words.filter((word) => !word.startsWith('-')),
    options: words.filter((word) => word.startsWith('-')),
  };
}
