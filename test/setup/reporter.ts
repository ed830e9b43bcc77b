/** Mocha's `spec`, with the counts passed on. */
import Mocha from 'mocha';
import { addToTally } from './tally.ts';

class Reporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options?: Mocha.MochaOptions) {
    super(runner, options);
    runner.once('end', () => {
      addToTally({ passed: this.stats.passes, failed: this.stats.failures });
    });
  }
}

// Mocha loads it with require() and wants the class itself.
export { Reporter as 'module.exports' };
