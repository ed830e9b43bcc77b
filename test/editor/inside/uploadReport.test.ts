import assert from 'node:assert/strict';
import type { Outcome } from '../../../src/core/model.ts';
import { Problem } from '../../../src/core/problem.ts';
import { mayBeThere, reportUpload, toTryAgain } from '../../../src/vscode/uploadReport.ts';

describe('What is told of a batch that has ended', () => {
  const ofFile = (file: string) => ({ id: file, file, size: 1, durationMs: 1, attempts: 1, warnings: [] });
  const uploaded: Outcome = { ...ofFile('there'), status: 'uploaded', url: 'https://files.example/there' };
  const refused: Outcome = {
    ...ofFile('refused'),
    status: 'failed',
    problem: new Problem('connectionRefused', { host: 'files.example' }),
  };
  const unknown: Outcome = {
    ...ofFile('unknown'),
    status: 'unknown',
    problem: new Problem('answerMissing', { host: 'files.example', reason: 'the connection broke off' }),
  };
  const skipped: Outcome = {
    ...ofFile('skipped'),
    status: 'skipped',
    problem: new Problem('sessionEnded', { file: 'skipped', destination: 'web' }),
  };
  const unchecked: Outcome = {
    ...ofFile('unchecked'),
    status: 'failed',
    problem: new Problem('notCheckable', { file: 'unchecked', reason: 'it tells no size' }),
    url: 'https://files.example/unchecked',
  };
  const unlinked: Outcome = {
    ...ofFile('unlinked'),
    status: 'failed',
    problem: new Problem('notCheckable', { file: 'unlinked', reason: 'the server gave no link to it' }),
  };
  const cancelled: Outcome = { ...ofFile('cancelled'), status: 'cancelled' };

  it('is that a folder holds no files, where there were none', () => {
    assert.deepEqual(reportUpload([], 'web', 0), {
      severity: 'warning',
      message:
        'Nothing was uploaded to “web”: the folder holds no files but what is left out (.git, node_modules, porter.exclude).',
    });
  });

  const cases: readonly (readonly [outcomes: readonly Outcome[], headline: string])[] = [
    [[uploaded], 'there was uploaded to “web”.'],
    [[refused], 'refused was not uploaded to “web”.'],
    [[unknown], 'It is not known whether unknown was uploaded to “web”.'],
    [[unchecked], 'unchecked was uploaded to “web”, but not checked.'],
    [[uploaded, uploaded], '2 files were uploaded to “web”.'],
    [[uploaded, unchecked], '2 files were uploaded to “web”, 1 of them not checked.'],
    [[unlinked], 'unlinked was uploaded to “web”, but not checked.'],
    [
      [uploaded, unknown, unchecked],
      'It is not known whether 1 of 3 files were uploaded to “web”. 1 more could not be checked.',
    ],
    [[uploaded, refused, unchecked, unlinked], '1 of 4 files were not uploaded to “web”. 2 more could not be checked.'],
    [[skipped, unchecked], '1 of 2 files were not sent to “web”. 1 more could not be checked.'],
    [[uploaded, unchecked, cancelled], 'Cancelled: 2 of 3 files were uploaded to “web”.'],
    [[skipped], 'skipped was not sent to “web”.'],
    [[uploaded, skipped], '1 of 2 files were not sent to “web”.'],
    [[refused, skipped], '1 of 2 files were not uploaded to “web”. Nothing was sent of 1 more.'],
    [[unknown, skipped], 'It is not known whether 1 of 2 files were uploaded to “web”. Nothing was sent of 1 more.'],
    [[refused, unknown, unknown], '1 of 3 files were not uploaded to “web”. Of 2 more it is not known.'],
  ];
  for (const [outcomes, headline] of cases) {
    it(headline, () => {
      const { message } = reportUpload(outcomes, 'web', 0);
      assert.equal(message.slice(0, headline.length + 1).trimEnd(), headline);
    });
  }

  it('is no failure where another window or command has ended or given up what was to be gone on with', () => {
    assert.equal(reportUpload([skipped], 'web', 0).severity, 'warning');
    assert.equal(reportUpload([skipped, refused], 'web', 0).severity, 'error');
  });

  it('is to be known where some of it failed, also when the rest was cancelled', () => {
    assert.equal(reportUpload([uploaded, cancelled], 'web', 0).severity, 'information');
    for (const failed of [refused, unknown]) {
      assert.equal(reportUpload([failed, cancelled], 'web', 0).severity, 'warning');
    }
  });

  it('is tried again where nothing is stored twice by that, else where something may be', () => {
    const unanswered = new Problem('endUnanswered', { host: 'files.example', reason: 'the connection broke off' });
    const foundOut: Outcome = { ...unknown, ...ofFile('found out'), problem: unanswered, continuable: true };
    assert.deepEqual(toTryAgain([uploaded, unknown, foundOut, unchecked, refused]), [foundOut, refused]);
    assert.deepEqual(toTryAgain([uploaded, unknown, unchecked]), [unknown, unchecked]);
    assert.deepEqual([foundOut, unknown, unchecked].map(mayBeThere), [false, true, true]);
  });

  it('is that an earlier run’s part of an upload is kept that was cancelled before its turn', () => {
    const waiting: Outcome = { ...ofFile('waiting'), status: 'cancelled', continuable: true };
    assert.equal(
      reportUpload([waiting], 'web', 0).message,
      'The upload of waiting to “web” was cancelled. What was sent is kept: the next try goes on from there.',
    );
  });
});
