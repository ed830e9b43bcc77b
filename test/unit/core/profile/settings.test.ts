import assert from 'node:assert/strict';
import { Problem } from '../../../../src/core/problem.ts';
import { chooseDestination, parseDestinations, parseProfile } from '../../../../src/core/profile/settings.ts';
import { profileCases } from '../profileCases.ts';

const editor = { prefix: 'porter.', where: 'the settings' };

describe('parseProfile', () => {
  for (const { title, profile, wrong } of profileCases) {
    it(`${wrong ? 'refuses' : 'takes'} ${title}`, () => {
      const parse = () => parseProfile(profile, 'porter.destinations.web', 'the settings');
      if (!wrong) {
        parse();
        return;
      }
      const problem = problemOf(parse);
      assert.equal(problem.code, 'settingInvalid');
      const details = problem.details as { setting: string; where: string; reason: string };
      assert.equal(details.setting, ['porter.destinations.web', wrong.key].filter(Boolean).join('.'));
      assert.match(details.reason, wrong.reason);
      assert.equal(details.where, 'the settings');
    });
  }

  it('gives sizes in bytes', () => {
    const profile = parseProfile({ kind: 'receiver', maxSize: '1.5 kB' }, 'x', 'y');
    assert.deepEqual(profile, { kind: 'receiver', maxSize: 1500 });
  });

  it('does not repeat a wrong value, which may be a secret', () => {
    const profile = { kind: 'raw', url: 'http://a/', auth: { type: 'bearer', token: 5, password: 'hunter2' } };
    const problem = problemOf(() => parseProfile(profile, 'porter.destinations.web', 'the settings'));
    assert.doesNotMatch(problem.message, /hunter2/);
  });
});

describe('parseDestinations', () => {
  it('knows the receiver without any settings', () => {
    const { name, profile } = chooseDestination(parseDestinations({}, editor));
    assert.deepEqual({ name, profile }, { name: 'receiver', profile: { kind: 'receiver' } });
  });

  it('takes the default destination, and another by name', () => {
    const destinations = parseDestinations(
      {
        $schema: './porter.schema.json',
        destinations: { a: { kind: 'raw', url: 'http://a/' }, b: { kind: 'raw', url: 'http://b/' } },
        defaultDestination: 'a',
      },
      editor,
    );
    assert.equal(chooseDestination(destinations).name, 'a');
    assert.equal(chooseDestination(destinations, 'b').name, 'b');
  });

  it('says which destinations there are when one is unknown', () => {
    const destinations = parseDestinations({ destinations: { web: { kind: 'receiver' } } }, editor);
    const problem = problemOf(() => chooseDestination(destinations, 'wbe'));
    assert.equal(problem.code, 'destinationUnknown');
    assert.match(problem.message, /Known are: receiver, web/);
  });

  it('lets a wrong destination harm only itself', () => {
    const destinations = parseDestinations(
      { destinations: { good: { kind: 'receiver' }, bad: { kind: 'form' } } },
      editor,
    );
    assert.equal(chooseDestination(destinations, 'good').name, 'good');
    assert.match(
      problemOf(() => chooseDestination(destinations, 'bad')).message,
      /^porter\.destinations\.bad\.url in the/,
    );
  });

  it('is not fooled by names of the prototype', () => {
    const destinations = parseDestinations(JSON.parse('{"destinations": {"__proto__": {"kind": "form"}}}'), editor);
    assert.equal(problemOf(() => chooseDestination(destinations, 'toString')).code, 'destinationUnknown');
    assert.equal(problemOf(() => chooseDestination(destinations, '__proto__')).code, 'settingInvalid');
  });

  for (const [title, value, message] of [
    ['no object', 5, /must be an object/],
    ['destinations in a list', { destinations: [] }, /^porter\.destinations in the settings is not right/],
    ['a default that is no name', { defaultDestination: 1 }, /^porter\.defaultDestination/],
    ['a misspelt key', { destination: {} }, /did you mean “destinations”/],
  ] as const) {
    it(`refuses ${title}`, () => {
      assert.match(problemOf(() => parseDestinations(value, editor)).message, message);
    });
  }
});

function problemOf(action: () => unknown): Problem {
  try {
    action();
  } catch (error) {
    if (error instanceof Problem) return error as Problem;
    throw error;
  }
  return assert.fail('nothing was thrown');
}
