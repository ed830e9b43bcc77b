import { selfSigned } from '../test/integration/servers/certificate.ts';
import { curl, installed, porter, pythonPeer, undiciPeer } from './peers.ts';
import { Bench } from './processes.ts';
import { bytes, costs, table } from './results.ts';

const gibibyte = 1024 ** 3;

/** One file of 1 GiB: by form, as the body, over TLS; what memory one of 10 GiB takes. */
export async function benchUpload(rounds: number): Promise<string> {
  await using bench = await Bench.open();
  const url = `${await bench.receiver()}/`;
  const file = await bench.file('file', gibibyte);
  const upload = (to: string, ...flags: readonly string[]) => porter('upload', file, '--url', to, '--quiet', ...flags);

  const form = bench.compare(
    installed([
      curl('`curl -F`', '--form', `file=@${file}`, url),
      upload(url),
      pythonPeer('httpx', 'form', url, file),
      pythonPeer('aiohttp', 'form', url, file),
      pythonPeer('requests', 'form', url, file),
    ]),
    rounds,
  );
  const raw = bench.compare(
    installed([
      curl('`curl -T`', '--upload-file', file, url),
      upload(url, '--raw'),
      undiciPeer('raw', url, file),
      pythonPeer('httpx', 'raw', url, file),
      pythonPeer('aiohttp', 'raw', url, file),
      pythonPeer('requests', 'raw', url, file),
    ]),
    rounds,
  );

  const { certificate, key } = selfSigned(bench.folder);
  const secure = `${await bench.receiver({ certificate, key })}/`;
  const trusting = { ...upload(secure), env: { NODE_EXTRA_CA_CERTS: certificate } };
  const tls = bench.compare(
    [curl('`curl -F`', '--cacert', certificate, '--form', `file=@${file}`, secure), trusting],
    rounds,
  );

  const idle = bench.run(porter('--version')).memory;
  const sparse = await bench.sparse('sparse', 10 * gibibyte);
  const large = bench.run(porter('upload', sparse, '--url', url, '--quiet')).memory;
  return [
    costs('1 GiB by form', form, 'at least 1.0'),
    costs('1 GiB as the body', raw, 'at least 1.0'),
    costs('1 GiB by form over TLS', tls, 'at least 0.9'),
    table(
      ['memory', 'is', 'wanted'],
      [
        ['of the idle process (`porter --version`)', bytes(idle), ''],
        ['above it, for a file of 10 GiB', bytes(large - idle), 'at most 40 MB'],
      ],
    ),
  ].join('\n');
}
