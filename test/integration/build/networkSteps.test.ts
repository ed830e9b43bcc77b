import assert from 'node:assert/strict';

interface Step {
  readonly name: string;
  readonly op_type: string;
  readonly input: string[];
  readonly output: string[];
}

interface Steps {
  readonly nodes: readonly Step[];
  remove(node: Step): void;
  replaceBy(node: Step, name: string): void;
}

describe('the steps of a network', () => {
  const stepOf = (name: string, from: string): Step => ({
    name,
    op_type: 'Relu',
    input: [from],
    output: [`of ${name}`],
  });
  let first: Step;
  let second: Step;
  let steps: Steps;
  beforeEach(async () => {
    const module = new URL('../../../build/networkSteps.js', import.meta.url).href;
    const { Steps } = (await import(module)) as { Steps: new (graph: object) => Steps };
    first = stepOf('first', 'x');
    second = stepOf('second', 'of first');
    steps = new Steps({ node: [first, second], initializer: [] });
  });

  it('can be taken out once', () => {
    steps.remove(first);
    assert.throws(() => steps.remove(first), /no step first to take out/);
    assert.deepEqual(steps.nodes, [second]);
  });

  it('can be replaced by what they come from', () => {
    steps.replaceBy(first, 'x');
    assert.deepEqual(steps.nodes, [{ ...second, input: ['x'] }]);
  });
});
