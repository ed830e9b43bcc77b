/** All checks and tests, each to its end; the last line counts the tests: `N passed, N failed`. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTally, tallyVariable } from './setup/tally.ts';

const steps = ['typecheck', 'lint', 'test:unit', 'test:integration', 'test:editor'];

const folder = mkdtempSync(join(tmpdir(), 'porter-test-'));
const total = { passed: 0, failed: 0 };
const summary: string[] = [];
for (const step of steps) {
  const tally = join(folder, step.replace(':', '-'));
  writeFileSync(tally, '');
  console.log(`\n── ${step}`);
  const start = performance.now();
  const child = spawn('npm', ['run', '--silent', step], {
    env: { ...process.env, [tallyVariable]: tally },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  const { passed, failed } = readTally(tally);
  total.passed += passed;
  // A check, or a tier that broke off before it could count, is one failure.
  total.failed += code === 0 ? failed : Math.max(failed, 1);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  summary.push(`${code === 0 ? 'ok    ' : 'FAILED'} ${step}, ${seconds} s`);
}
rmSync(folder, { recursive: true });
console.log(`\n${summary.join('\n')}\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;
