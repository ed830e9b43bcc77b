import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { commands } from 'vscode';
import { Person } from '../person.ts';
import { startRecordingServer } from '../recordingServer.ts';
import { withSettings, writeFile } from '../workspace.ts';

interface Asked {
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

/** A proxy that answers itself, and keeps what it is asked for. */
async function startProxy(status = 201) {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    asked.push({ url: request.url, headers: request.headers });
    request.resume().on('end', () => response.writeHead(status).end());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    asked,
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const remote = {
  'porter.destinations': { remote: { kind: 'raw', url: 'http://files.test/', retries: 0 } },
  'porter.defaultDestination': 'remote',
};

async function upload(): Promise<string> {
  using person = new Person();
  await commands.executeCommand('porter.upload', await writeFile('sent.txt', 'sent'));
  return (await person.isTold()).text;
}

describe('The editor’s settings of the network', () => {
  it('name the proxy, as they are when something is uploaded', async () => {
    await using proxy = await startProxy();
    await using _ = await withSettings(remote);
    assert.match(await upload(), /files\.test/);
    await using __ = await withSettings({ 'http.proxy': `http://anna:word@${proxy.host}` });
    assert.match(await upload(), /^sent\.txt was uploaded/);
    const [{ url, headers } = { url: '', headers: {} }] = proxy.asked;
    assert.equal(url, 'http://files.test/sent.txt');
    assert.equal(headers['proxy-authorization'], `Basic ${btoa('anna:word')}`);
  });

  it('give the proxy its authorization', async () => {
    await using proxy = await startProxy();
    await using _ = await withSettings({
      ...remote,
      'http.proxy': `http://${proxy.host}`,
      'http.proxyAuthorization': 'Bearer let-me-in',
    });
    assert.match(await upload(), /^sent\.txt was uploaded/);
    assert.equal(proxy.asked[0]?.headers['proxy-authorization'], 'Bearer let-me-in');
  });

  it('are named when the proxy wants other credentials', async () => {
    await using proxy = await startProxy(407);
    await using _ = await withSettings({ ...remote, 'http.proxy': `http://${proxy.host}` });
    assert.match(await upload(), /wants credentials other than those in http\.proxy \(status 407\)/);
  });

  it('except servers, and can turn proxies off', async () => {
    await using proxy = await startProxy();
    for (const setting of [{ 'http.noProxy': ['files.test'] }, { 'http.proxySupport': 'off' }]) {
      await using _ = await withSettings({ ...remote, 'http.proxy': `http://${proxy.host}`, ...setting });
      assert.match(await upload(), /The name files\.test cannot be found/);
    }
    assert.deepEqual(proxy.asked, []);
  });

  it('lead nothing that is for this computer away from it', async () => {
    await using proxy = await startProxy();
    await using server = await startRecordingServer();
    const local = { remote: { kind: 'raw', url: `${server.url}/`, retries: 0 } };
    await using _ = await withSettings({ 'porter.destinations': local, 'http.proxy': `http://${proxy.host}` });
    for (const destination of ['remote', 'receiver']) {
      await using __ = await withSettings({ 'porter.defaultDestination': destination });
      assert.match(await upload(), /^sent\.txt was uploaded/);
    }
    assert.deepEqual(proxy.asked, []);
    assert.equal(server.received.length, 1);
  });
});
