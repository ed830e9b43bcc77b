import assert from 'node:assert/strict';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { listFiles, PackageManager } from '@vscode/vsce';
import manifest from '../../../package.json' with { type: 'json' };
import { root } from '../bundle.ts';
import { packageLog, vsix } from '../codeServer.ts';

describe('The package', () => {
  it('is made without a warning', async () => {
    const said = await readFile(packageLog, 'utf8');
    assert.match(said, /DONE/);
    assert.doesNotMatch(said, /WARNING/);
  });

  it('is below 25 MB, and its entry bundle below 150 KiB', async () => {
    assert((await stat(vsix)).size < 25e6);
    assert((await stat(join(root, manifest.main))).size < 150 * 1024);
  });

  it('holds what runs, and nothing else', async () => {
    const files = await listFiles({ cwd: root, packageManager: PackageManager.None });
    const unexpected = files.filter(
      (file) =>
        !/^(?:dist|l10n|media)\/.*\.(?:js|cjs|mjs|json|css|svg|png|md|wasm|onnx|weights|txt)$|^[^/]+\.(?:json|md|txt)$|^LICENSE$/.test(
          file,
        ),
    );
    assert.deepEqual(unexpected, []);
    assert.deepEqual(
      files.filter((file) => /(?:^|\/)(?:cli(?:\.js|\/)|samples|tsconfig)/.test(file)),
      [],
    );
    for (const needed of [
      'dist/extension.cjs',
      'LICENSE',
      'ThirdPartyNotices.txt',
      'media/icon.png',
      'package.nls.json',
    ]) {
      assert(files.includes(needed), needed);
    }
  });

  it('names every package that it contains, and its licence', async () => {
    const notices = await readFile(join(root, 'ThirdPartyNotices.txt'), 'utf8');
    const missing = Object.keys(manifest.dependencies).filter(
      (name) => !new RegExp(`^${name} \\d.* \\(`, 'm').test(notices),
    );
    assert.deepEqual(missing, []);
    for (const work of ['PaddleOCR', 'Apache License', 'GNU LESSER GENERAL PUBLIC LICENSE'])
      assert(notices.includes(work));
  });
});
