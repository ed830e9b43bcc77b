import assert from 'node:assert/strict';
import { Ajv2019 } from 'ajv/dist/2019.js';
import manifest from '../../../package.json' with { type: 'json' };
import { profileCases } from '../core/profileCases.ts';

/** What the editor adds to JSON schema. */
const vocabulary = [
  'scope',
  'order',
  'markdownDescription',
  'markdownEnumDescriptions',
  'defaultSnippets',
  'patternErrorMessage',
];

describe('The schema of porter.destinations', () => {
  const { 'porter.destinations': schema } = manifest.contributes.configuration.properties;
  const isRight = new Ajv2019({ allowUnionTypes: true, strictRequired: false })
    .addVocabulary(vocabulary)
    .compile(schema);

  for (const { title, profile, wrong } of profileCases) {
    const isAccepted = wrong === undefined || wrong.onlyParser === true;
    it(`${isAccepted ? 'takes' : 'refuses'} ${title}, as the parser does`, () => {
      assert.equal(isRight({ web: profile }), isAccepted, JSON.stringify(isRight.errors, null, 2));
    });
  }

  it('has examples that it takes itself', () => {
    for (const example of schema.examples) assert.ok(isRight(example), JSON.stringify(isRight.errors));
  });

  it('describes every field where it stands', () => {
    const undescribed: string[] = [];
    const walk = (node: unknown, path: string): void => {
      if (typeof node !== 'object' || node === null) return;
      for (const [key, value] of Object.entries(node)) {
        const below = `${path}/${key}`;
        if (key === 'if' || key === 'defaultSnippets' || key === 'examples') continue;
        if (key === 'properties') {
          for (const [name, field] of Object.entries(value as Record<string, object>))
            if (!('markdownDescription' in field)) undescribed.push(`${below}/${name}`);
        }
        walk(value, below);
      }
    };
    walk(schema, '');
    assert.deepEqual(undescribed, []);
  });
});
