/** Profiles of S3, right and wrong. */
import type { ProfileCase } from './profileCases.ts';

const s3 = { kind: 's3', bucket: 'photos' };

export const s3ProfileCases: readonly ProfileCase[] = [
  { title: 'the least s3', profile: s3 },
  {
    title: 'an s3 with everything',
    profile: {
      ...s3,
      endpoint: 'https://s3.example.com:9000/',
      region: 'eu-central-1',
      bucket: 'my.photos-2024',
      key: 'receipts/${date:yyyy/MM}/${sha256}-${file}',
      pathStyle: false,
      partSize: '64 MiB',
      storageClass: 'STANDARD_IA',
      acl: 'bucket-owner-full-control',
      cacheControl: 'max-age=86400',
      contentType: 'text/plain; charset=utf-8',
      metadata: { album: '${env:ALBUM}', 'from-file': '${name}' },
      serverSideEncryption: 'aws:kms',
      kmsKeyId: 'alias/photos',
      link: { presigned: 1.5 },
      credentials: { accessKeyId: '${env:ID}', secretAccessKey: '${secret:key}', sessionToken: '${secret:token}' },
      maxSize: '1 GB',
      allow: ['image/*'],
      fileName: '${name}.${ext}',
      timeout: 30,
      retries: 2,
      retryUnsafe: false,
    },
  },
  { title: 'an s3 with a public link', profile: { ...s3, acl: 'public-read', link: { public: true } } },
  {
    title: 'an s3 with a link by template',
    profile: { ...s3, link: { template: 'https://cdn.example.com/${file}' } },
  },
  { title: 'an s3 with a profile of AWS', profile: { ...s3, credentials: { profile: 'work' } } },
  { title: 'no bucket', profile: { kind: 's3' }, wrong: { key: 'bucket', reason: /missing/ } },
  {
    title: 'a bucket that ends the host',
    profile: { ...s3, bucket: 'evil.example/' },
    wrong: { key: 'bucket', reason: /name of a bucket/ },
  },
  {
    title: 'a bucket of two letters',
    profile: { ...s3, bucket: 'bb' },
    wrong: { key: 'bucket', reason: /3 to 63 letters, digits, points and hyphens/ },
  },
  {
    title: 'a bucket with two dots',
    profile: { ...s3, bucket: 'a..b' },
    wrong: { key: 'bucket', reason: /name of a bucket/ },
  },
  {
    title: 'an endpoint with a path',
    profile: { ...s3, endpoint: 'https://example.com/s3' },
    wrong: { key: 'endpoint', reason: /nothing more/ },
  },
  {
    title: 'an endpoint with a port that is none',
    profile: { ...s3, endpoint: 'https://example.com:99999' },
    wrong: { key: 'endpoint', reason: /no URL/, onlyParser: true },
  },
  {
    title: 'the url of other kinds',
    profile: { ...s3, url: 'https://example.com' },
    wrong: { key: 'url', reason: /did you mean “endpoint”/ },
  },
  {
    title: 'an endpoint with credentials',
    profile: { ...s3, endpoint: 'https://anna:pw@example.com' },
    wrong: { key: 'endpoint', reason: /nothing more/ },
  },
  {
    title: 'an endpoint with a placeholder',
    profile: { ...s3, endpoint: 'https://${env:HOST}' },
    wrong: { key: 'endpoint', reason: /nothing more/ },
  },
  {
    title: 'a region that leads to another host',
    profile: { ...s3, region: 'x.evil.example/' },
    wrong: { key: 'region', reason: /name of a region/ },
  },
  { title: 'an empty key', profile: { ...s3, key: ' ' }, wrong: { key: 'key', reason: /empty/ } },
  { title: 'a key that begins with /', profile: { ...s3, key: '/${file}' }, wrong: { key: 'key', reason: /with \// } },
  {
    title: 'a key with ..',
    profile: { ...s3, key: 'a/../${file}' },
    wrong: { key: 'key', reason: /may be “\.” or “\.\.”$/ },
  },
  {
    title: 'a key that begins with .',
    profile: { ...s3, key: './a' },
    wrong: { key: 'key', reason: /may be “\.” or/ },
  },
  {
    title: 'a key that ends with ..',
    profile: { ...s3, key: 'a/..' },
    wrong: { key: 'key', reason: /may be “\.” or/ },
  },
  { title: 'a key with parts that begin with dots', profile: { ...s3, key: '.well-known/...a/${name}..' } },
  { title: 'a key that ends with /', profile: { ...s3, key: 'a/' }, wrong: { key: 'key', reason: /with \// } },
  {
    title: 'a secret in a key',
    profile: { ...s3, key: '${secret:a}' },
    wrong: { key: 'key', reason: /secret/, onlyParser: true },
  },
  {
    title: 'parts below 5 MiB',
    profile: { ...s3, partSize: 5_000_000 },
    wrong: { key: 'partSize', reason: /5 MiB/ },
  },
  {
    title: 'parts below 5 MiB in words',
    profile: { ...s3, partSize: '5 MB' },
    wrong: { key: 'partSize', reason: /5 MiB/, onlyParser: true },
  },
  {
    title: 'parts above 5 GiB',
    profile: { ...s3, partSize: 5 * 1024 ** 3 + 1 },
    wrong: { key: 'partSize', reason: /5 GiB/ },
  },
  { title: 'an ACL that is none', profile: { ...s3, acl: 'public' }, wrong: { key: 'acl', reason: /"public-read"/ } },
  {
    title: 'a storage class in lower case',
    profile: { ...s3, storageClass: 'standard' },
    wrong: { key: 'storageClass', reason: /STANDARD_IA/ },
  },
  {
    title: 'metadata with a line break',
    profile: { ...s3, metadata: { album: 'a\nb' } },
    wrong: { key: 'metadata.album', reason: /line breaks/ },
  },
  {
    title: 'metadata whose name has a blank',
    profile: { ...s3, metadata: { 'my album': 'a' } },
    wrong: { key: 'metadata', reason: /no name of a header/ },
  },
  {
    title: 'an encryption that is none',
    profile: { ...s3, serverSideEncryption: 'aes' },
    wrong: { key: 'serverSideEncryption', reason: /"AES256"/ },
  },
  {
    title: 'a key of KMS without its encryption',
    profile: { ...s3, kmsKeyId: 'alias/a' },
    wrong: { key: 'kmsKeyId', reason: /aws:kms/, onlyParser: true },
  },
  {
    title: 'a link of s3 in two ways',
    profile: { ...s3, link: { public: true, presigned: 1 } },
    wrong: { key: 'link', reason: /exactly one of public/ },
  },
  {
    title: 'a link of s3 that looks into an answer',
    profile: { ...s3, link: { json: 'url' } },
    wrong: { key: 'link.json', reason: /there are public, presigned, template/ },
  },
  {
    title: 'a link that lasts for two weeks',
    profile: { ...s3, link: { presigned: 336 } },
    wrong: { key: 'link.presigned', reason: /168 hours/ },
  },
  {
    title: 'a link without a host',
    profile: { ...s3, link: { template: '/${file}' } },
    wrong: { key: 'link.template', reason: /http:/ },
  },
  {
    title: 'half of the keys',
    profile: { ...s3, credentials: { accessKeyId: 'a' } },
    wrong: { key: 'credentials', reason: /accessKeyId and secretAccessKey/ },
  },
  {
    title: 'keys beside a profile',
    profile: { ...s3, credentials: { profile: 'a', accessKeyId: 'a', secretAccessKey: 'b' } },
    wrong: { key: 'credentials', reason: /either profile/ },
  },
  {
    title: 'misspelt credentials',
    profile: { ...s3, credentials: { acessKeyId: 'a', secretAccessKey: 'b' } },
    wrong: { key: 'credentials.acessKeyId', reason: /did you mean “accessKeyId”/ },
  },
];
