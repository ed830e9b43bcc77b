import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { selfSigned } from '../test/integration/servers/certificate.ts';
import { installed, porter } from './peers.ts';
import { Bench } from './processes.ts';
import { costs, table } from './results.ts';

const part = 16 * 1024 * 1024;
const environment = {
  // As everything is thrown away, any will do.
  AWS_ACCESS_KEY_ID: 'bench',
  AWS_SECRET_ACCESS_KEY: 'bench',
  AWS_DEFAULT_REGION: 'us-east-1',
  // rclone stops at one.
  AWS_CA_BUNDLE: '',
};

/** A multipart upload of 1 GiB in parts of 16 MiB, four at a time, over plain HTTP: what is sent is signed. */
export async function benchS3(rounds: number): Promise<string> {
  await using bench = await Bench.open();
  const endpoint = await bench.receiver();
  const file = await bench.file('file', 1024 ** 3);
  const config = join(bench.folder, 'porter.json');
  const profile = { kind: 's3', endpoint, bucket: 'bench', key: 'file', partSize: part };
  await writeFile(config, JSON.stringify({ destinations: { s3: profile } }));
  const awsConfig = join(bench.folder, 'aws');
  await writeFile(
    awsConfig,
    [
      '[default]',
      's3 =',
      '  max_concurrent_requests = 4',
      '  multipart_chunksize = 16MB',
      '  addressing_style = path',
      '',
    ].join('\n'),
  );
  const rclone = [
    '--s3-provider',
    'Other',
    '--s3-endpoint',
    endpoint,
    '--s3-env-auth',
    '--s3-no-check-bucket',
    '--s3-no-head',
  ];
  const chunks = ['--s3-chunk-size', '16M', '--s3-upload-concurrency', '4'];
  const commands = [
    {
      name: '`aws s3 cp`',
      program: 'aws',
      args: ['s3', 'cp', file, 's3://bench/file', '--endpoint-url', endpoint, '--only-show-errors'],
      env: { AWS_CONFIG_FILE: awsConfig },
    },
    porter('upload', file, '--config', config, '--to', 's3', '--concurrency', '4', '--quiet'),
    {
      name: '@aws-sdk/lib-storage',
      program: process.execPath,
      args: [join(import.meta.dirname, 'libStorage.ts'), endpoint, file],
    },
    { name: '`rclone copyto`', program: 'rclone', args: ['copyto', file, ':s3:bench/file', ...rclone, ...chunks] },
    {
      name: '`rclone copyto`, no checksum',
      program: 'rclone',
      args: ['copyto', file, ':s3:bench/file', ...rclone, ...chunks, '--s3-disable-checksum'],
    },
    {
      ...porter('upload', file, '--raw', '--url', `${endpoint}/`, '--quiet'),
      name: '`porter`, one request without a checksum',
    },
  ];
  const measured = bench.compare(
    installed(commands).map((command) => ({
      ...command,
      env: { ...environment, ...('env' in command ? command.env : {}) },
    })),
    rounds,
  );
  return [
    costs('1 GiB to S3', measured, 'at least 2, within 1.0 s'),
    'Checksums are to cost little where a processor is free for them. As fast as it goes, sender and receiver keep two busy.\n',
    await checksums(bench, file, endpoint, rounds),
  ].join('\n');
}

/** What checksums cost: the file in one request without any, and to S3 with them, computed beside the sending. */
async function checksums(bench: Bench, file: string, plain: string, rounds: number): Promise<string> {
  const { certificate, key } = selfSigned(bench.folder);
  const secure = await bench.receiver({ certificate, key });
  const limited = { flags: ['--limit-rate', '500MB'], wanted: 'at most 1.10' };
  const unlimited = { flags: [], wanted: '' };
  const cases = [
    { name: 'CRC-32, over TLS, at 500 MB/s', endpoint: secure, ...limited },
    { name: 'SHA-256, at 500 MB/s', endpoint: plain, ...limited },
    { name: 'CRC-32, over TLS, as fast as it goes', endpoint: secure, ...unlimited },
    { name: 'SHA-256, as fast as it goes', endpoint: plain, ...unlimited },
  ];
  const rows = [];
  for (const { name, endpoint, flags, wanted } of cases) {
    const config = join(bench.folder, 'checksums.json');
    const profile = { kind: 's3', endpoint, bucket: 'bench', key: 'file', partSize: part };
    await writeFile(config, JSON.stringify({ destinations: { s3: profile } }));
    const env = { ...environment, NODE_EXTRA_CA_CERTS: certificate };
    const [without, withSums] = bench.compare(
      [
        { ...porter('upload', file, '--raw', '--url', `${endpoint}/`, '--quiet', ...flags), env },
        { ...porter('upload', file, '--config', config, '--to', 's3', '--quiet', ...flags), env },
      ],
      rounds,
    );
    const [before, after] = [without?.seconds ?? NaN, withSums?.seconds ?? NaN];
    rows.push([name, `${before.toFixed(2)} s`, `${after.toFixed(2)} s`, (after / before).toFixed(2), wanted]);
  }
  return table(['1 GiB with checksums', 'without', 'with', 'of that', 'wanted'], rows);
}
