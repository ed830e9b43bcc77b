import assert from 'node:assert/strict';
import manifest from '../../../package.json' with { type: 'json' };
import nls from '../../../package.nls.json' with { type: 'json' };
import { longestTimeLimit } from '../../../src/core/reading/readingEngines.ts';
import { commands, contextKeys, machineSettings, settingDefaults, views } from '../../../src/vscode/contributions.ts';

const { contributes } = manifest;
const manifestText = JSON.stringify(manifest);

describe('contributions', () => {
  it('are the commands that the code registers, all of the category Porter', () => {
    assert.deepEqual(
      contributes.commands.map(({ command }) => command),
      [...commands],
    );
    for (const { category, command, title } of contributes.commands) {
      assert.equal(category, 'Porter', command);
      assert.equal(title, `%${command.replace('porter.', 'command.')}%`);
    }
  });

  it('are the settings that the code reads, with the same defaults', () => {
    assert.deepEqual(
      Object.fromEntries(
        Object.entries(contributes.configuration.properties).map(([name, property]) => [name, property.default]),
      ),
      settingDefaults,
    );
  });

  it('are paths of the machine where the code says so', () => {
    const properties = Object.entries(contributes.configuration.properties);
    assert.deepEqual(
      properties.filter(([, { scope }]) => scope === 'machine').map(([name]) => name),
      machineSettings,
    );
  });

  it('bound the time for a picture as the code does', () => {
    assert.equal(contributes.configuration.properties['porter.reading.timeLimit'].maximum, longestTimeLimit);
  });

  it('let a workspace choose a destination and never define one', () => {
    const scopes = Object.fromEntries(
      Object.entries(contributes.configuration.properties).map(([name, { scope }]) => [name, scope]),
    );
    assert.equal(scopes['porter.destinations'], 'application');
    assert.equal(scopes['porter.defaultDestination'], 'resource');
    assert.equal(scopes['porter.receiver.folder'], 'machine');
    const openToWorkspaces = Object.keys(scopes).filter((name) => scopes[name] === 'resource');
    assert.deepEqual(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations, openToWorkspaces);
  });

  it('name only known commands and context keys in menus', () => {
    const keys: readonly string[] = [...Object.values(contextKeys), ...Object.values(views)];
    for (const item of Object.values(contributes.menus).flat()) {
      if ('command' in item)
        assert.ok(
          commands.some((command) => command === item.command),
          item.command,
        );
      if (!('when' in item)) continue;
      for (const [key] of item.when.matchAll(/porter\.\w+/g)) assert.ok(keys.includes(key), key);
    }
    for (const key of keys) assert.ok(manifestText.includes(key), key);
  });

  it('stand in the submenu of files with every command for files, the link and the log', () => {
    assert.deepEqual(
      contributes.menus['porter.menu'].map(({ command }) => command),
      commands.slice(0, commands.indexOf('porter.showLog') + 1),
    );
  });

  it('keep commands for one row of the view out of the palette, and in the menu of the row', () => {
    const hidden = contributes.menus.commandPalette.filter(({ when }) => when === 'false');
    const inRows = contributes.menus['view/item/context'].map(({ command }) => command);
    // The log is not that of a row.
    const rows = inRows.filter((command) => command !== 'porter.showLog');
    assert.deepEqual(new Set(hidden.map(({ command }) => command)), new Set(rows));
    for (const command of rows) assert.match(command, /Transfer$/);
  });

  it('have a text for every key, and a key for every text', () => {
    const used = [...manifestText.matchAll(/"%([^"%]+)%"/g)].map(([, key]) => key);
    assert.deepEqual([...new Set(used)].sort(), Object.keys(nls).sort());
  });

  it('offer to read what looks like a picture', () => {
    const pattern = /=~ \/(.*?)\/i/.exec(
      contributes.menus['porter.menu'].find(({ command }) => command === 'porter.readImage')?.when ?? '',
    )?.[1];
    assert.ok(pattern);
    const extensionName = new RegExp(pattern, 'i');
    for (const name of ['.jpg', '.JPEG', '.png', '.webp', '.gif', '.bmp', '.tif', '.tiff', '.heic', '.pdf'])
      assert.match(name, extensionName);
    // No engine reads the last four.
    for (const name of ['.txt', '.json', '', '.avif', '.svg', '.ico', '.psd']) assert.doesNotMatch(name, extensionName);
  });
});
