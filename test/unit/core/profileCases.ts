/** Profiles, right and wrong: what the parser says of each, and what the schema of settings.json must say too. */

import { s3ProfileCases } from './s3ProfileCases.ts';

export interface ProfileCase {
  readonly title: string;
  readonly profile: unknown;
  /** Absent when the profile is right. */
  readonly wrong?: {
    /** Below the profile: `auth.type`; empty for the profile itself. */
    readonly key: string;
    readonly reason: RegExp;
    /** A JSON schema can't see this. */
    readonly onlyParser?: true;
  };
}

const form = { kind: 'form', url: 'https://example.com/upload' };
const tus = { kind: 'tus', url: 'https://example.com/files' };
const raw = { kind: 'raw', url: 'https://example.com/files/' };

export const profileCases: readonly ProfileCase[] = [
  { title: 'the receiver', profile: { kind: 'receiver' } },
  { title: 'the receiver with limits', profile: { kind: 'receiver', maxSize: 1000, allow: ['image/*', '.pdf'] } },
  { title: 'the least form', profile: form },
  { title: 'the least raw', profile: raw },
  {
    title: 'a form with everything',
    profile: {
      ...form,
      url: 'https://example.com/${date:yyyy/MM}/up?key=${secret:key}',
      method: 'PUT',
      field: 'upload',
      fields: { album: '${env:ALBUM}', empty: '' },
      headers: { 'X-Sum': '${sha256}' },
      auth: { type: 'basic', username: 'anna', password: '${secret:password}' },
      link: { json: 'data[0].url' },
      maxSize: '10 MB',
      allow: ['image/png', 'image/*', '*/*', '.pdf', '.tar.gz', 'image/svg+xml'],
      fileName: '${date:yyyyMMdd}-${name}.${ext}',
      timeout: 0.5,
      retries: 0,
      retryUnsafe: true,
      concurrency: 1,
    },
  },
  { title: 'the least tus', profile: tus },
  {
    title: 'a tus with everything',
    profile: {
      ...tus,
      url: 'https://example.com/${date:yyyy}/files?key=${secret:key}',
      headers: { 'X-Album': 'receipts' },
      auth: { type: 'header', name: 'X-Key', value: '${secret:key}' },
      metadata: { filename: '${date}-${name}.${ext}', sum: '${sha256}', 'is-public!': '' },
      link: { header: 'Content-Location' },
      partSize: '5 MiB',
      maxSize: 1e10,
      allow: ['.iso'],
      fileName: '${name}.${ext}',
      timeout: 5,
      retries: 9,
      retryUnsafe: true,
    },
  },
  { title: 'a raw with POST', profile: { ...raw, method: 'POST', headers: { 'Content-Type': 'text/plain' } } },
  { title: 'a check by size', profile: { ...raw, verify: 'head' } },
  { title: 'a check by download', profile: { kind: 'receiver', verify: 'download' } },
  {
    title: 'a check of another kind',
    profile: { ...raw, verify: 'md5' },
    wrong: { key: 'verify', reason: /must be "head" or "download"/ },
  },
  { title: 'an authority of its own', profile: { ...raw, tls: { ca: '~/authority.pem' } } },
  {
    title: 'a certificate of the client’s',
    profile: { ...form, tls: { cert: '/etc/c.pem', key: 'C:\\keys\\c.key', passphrase: '${secret:phrase}' } },
  },
  {
    title: 'a certificate file by a short path',
    profile: { ...raw, tls: { ca: 'authority.pem' } },
    wrong: { key: 'tls.ca', reason: /full path/ },
  },
  {
    title: 'a certificate without its key',
    profile: { ...raw, tls: { cert: '/c.pem' } },
    wrong: { key: 'tls', reason: /cert and key go together/ },
  },
  {
    title: 'a passphrase without a key',
    profile: { ...raw, tls: { ca: '/ca.pem', passphrase: 'x' } },
    wrong: { key: 'tls', reason: /a passphrase is for a key/ },
  },
  { title: 'no certificate files', profile: { ...raw, tls: {} }, wrong: { key: 'tls', reason: /must name a file/ } },
  {
    title: 'an unknown certificate file',
    profile: { ...raw, tls: { pfx: '/c.p12' } },
    wrong: { key: 'tls.pfx', reason: /there are ca, cert, key, passphrase/ },
  },
  {
    title: 'a passphrase of the file',
    profile: { ...raw, tls: { cert: '/c.pem', key: '/c.key', passphrase: '${name}' } },
    wrong: { key: 'tls.passphrase', reason: /only \$\{secret:NAME\}/, onlyParser: true },
  },
  {
    title: 'certificates for a server without TLS',
    profile: { kind: 'raw', url: 'http://example.com/', tls: { ca: '/ca.pem' } },
    wrong: { key: 'tls', reason: /not asked by https/, onlyParser: true },
  },
  { title: 'many files a request', profile: { ...form, filesPerRequest: 10 } },
  { title: 'a bearer token', profile: { ...raw, auth: { type: 'bearer', token: '${secret:token}' } } },
  { title: 'a header as credentials', profile: { ...raw, auth: { type: 'header', name: 'X-Key', value: 'a' } } },
  { title: 'a link in a header', profile: { ...raw, link: { header: 'Location' } } },
  { title: 'a link by expression', profile: { ...raw, link: { regex: '<a href="([^"]+)"' } } },
  { title: 'a link by template', profile: { ...raw, link: { template: 'https://cdn.example.com/${file}' } } },
  { title: 'a placeholder that is none', profile: { ...form, fields: { note: '$${not}' } } },
  { title: 'a size in MiB', profile: { ...form, maxSize: '5MiB' } },

  { title: 'no object', profile: 'https://example.com', wrong: { key: '', reason: /must be an object/ } },
  { title: 'a list', profile: [], wrong: { key: '', reason: /./ } },
  {
    title: 'no kind',
    profile: { url: 'https://example.com' },
    wrong: { key: 'kind', reason: /must be "receiver", .* or "s3"/ },
  },
  { title: 'an unknown kind', profile: { ...form, kind: 'ftp' }, wrong: { key: 'kind', reason: /must be "receiver"/ } },
  { title: 'no url', profile: { kind: 'form' }, wrong: { key: 'url', reason: /missing/ } },
  { title: 'a url that is a number', profile: { ...form, url: 5 }, wrong: { key: 'url', reason: /must be a text/ } },
  { title: 'a url that is none', profile: { ...form, url: 'example.com' }, wrong: { key: 'url', reason: /http:/ } },
  { title: 'a file url', profile: { ...form, url: 'file:///etc/passwd' }, wrong: { key: 'url', reason: /http:/ } },
  { title: 'a url without host', profile: { ...form, url: 'http:///x' }, wrong: { key: 'url', reason: /host/ } },
  {
    title: 'credentials in the url',
    profile: { ...form, url: 'https://anna:pw@example.com/' },
    wrong: { key: 'url', reason: /put them in auth/ },
  },
  {
    title: 'a placeholder in the host',
    profile: { ...form, url: 'https://${env:HOST}/up' },
    wrong: { key: 'url', reason: /only after the host/ },
  },
  {
    title: 'a placeholder at the host’s end',
    profile: { ...form, url: 'https://example.com${file}' },
    wrong: { key: 'url', reason: /only after the host/ },
  },
  {
    title: 'a backslash that ends the host',
    profile: { ...form, url: 'https://example.com\\@evil.example/' },
    wrong: { key: 'url', reason: /backslashes/ },
  },
  {
    title: 'a port that is none',
    profile: { ...form, url: 'https://example.com:99999/' },
    wrong: { key: 'url', reason: /no URL/, onlyParser: true },
  },
  {
    title: 'an unknown placeholder',
    profile: { ...form, url: 'https://example.com/${nmae}' },
    wrong: { key: 'url', reason: /there is no \$\{nmae\}/, onlyParser: true },
  },
  {
    title: 'an open placeholder',
    profile: { ...form, fields: { a: '${file' } },
    wrong: { key: 'fields.a', reason: /no closing/, onlyParser: true },
  },
  {
    title: 'a misspelt key',
    profile: { ...form, filed: 'f' },
    wrong: { key: 'filed', reason: /did you mean “field”/ },
  },
  {
    title: 'a key of three letters that is another word',
    profile: { ...form, ttl: 60 },
    wrong: { key: 'ttl', reason: /there is no such key; there are kind, / },
  },
  {
    title: 'the endpoint of s3 in another kind',
    profile: { ...tus, endpoint: 'https://example.com' },
    wrong: { key: 'endpoint', reason: /did you mean “url”/ },
  },
  {
    title: 'a key of another kind',
    profile: { ...raw, field: 'f' },
    wrong: { key: 'field', reason: /no such key; there are .*url/ },
  },
  {
    title: 'a url of the receiver',
    profile: { kind: 'receiver', url: 'http://a/' },
    wrong: { key: 'url', reason: /no such key/ },
  },
  {
    title: 'a method that sends nothing',
    profile: { ...form, method: 'GET' },
    wrong: { key: 'method', reason: /"POST", "PUT" or "PATCH"/ },
  },
  { title: 'an empty field', profile: { ...form, field: '' }, wrong: { key: 'field', reason: /empty/ } },
  {
    title: 'a field that is no text',
    profile: { ...form, fields: { a: 1 } },
    wrong: { key: 'fields.a', reason: /must be a text/ },
  },
  {
    title: 'headers in a list',
    profile: { ...form, headers: ['a: b'] },
    wrong: { key: 'headers', reason: /must be an object/ },
  },
  {
    title: 'a header’s name with a blank',
    profile: { ...form, headers: { 'X Y': 'a' } },
    wrong: { key: 'headers', reason: /“X Y” is no name of a header/ },
  },
  {
    title: 'a header with a line break',
    profile: { ...form, headers: { 'X-A': 'a\r\nX-B: c' } },
    wrong: { key: 'headers.X-A', reason: /line breaks/ },
  },
  {
    title: 'a header that Porter sets',
    profile: { ...form, headers: { 'Content-Length': '5' } },
    wrong: { key: 'headers', reason: /set by Porter/, onlyParser: true },
  },
  {
    title: 'a header twice',
    profile: { ...form, headers: { 'X-A': '1', 'x-a': '2' } },
    wrong: { key: 'headers', reason: /twice/, onlyParser: true },
  },
  {
    title: 'a form’s own content-type',
    profile: { ...form, headers: { 'content-type': 'text/plain' } },
    wrong: { key: 'headers', reason: /boundary/, onlyParser: true },
  },
  {
    title: 'auth beside its header',
    profile: { ...form, headers: { Authorization: 'x' }, auth: { type: 'bearer', token: 'y' } },
    wrong: { key: 'headers', reason: /auth sets/, onlyParser: true },
  },
  {
    title: 'an unknown auth',
    profile: { ...form, auth: { type: 'digest' } },
    wrong: { key: 'auth.type', reason: /"basic", "bearer" or "header"/ },
  },
  {
    title: 'auth without its password',
    profile: { ...form, auth: { type: 'basic', username: 'anna' } },
    wrong: { key: 'auth.password', reason: /missing/ },
  },
  {
    title: 'auth with a misspelt key',
    profile: { ...form, auth: { type: 'bearer', token: 'a', tokn: 'b' } },
    wrong: { key: 'auth.tokn', reason: /did you mean “token”/ },
  },
  {
    title: 'auth with a key of another type',
    profile: { ...form, auth: { type: 'bearer', token: 'a', username: 'b' } },
    wrong: { key: 'auth.username', reason: /^there is no such key; there are type, token$/ },
  },
  {
    title: 'a user name with a colon',
    profile: { ...form, auth: { type: 'basic', username: 'an:na', password: 'x' } },
    wrong: { key: 'auth.username', reason: /colon/, onlyParser: true },
  },
  { title: 'an empty link', profile: { ...form, link: {} }, wrong: { key: 'link', reason: /exactly one/ } },
  {
    title: 'a link in two ways',
    profile: { ...form, link: { json: 'url', header: 'Location' } },
    wrong: { key: 'link', reason: /exactly one/ },
  },
  {
    title: 'a JSON path that is none',
    profile: { ...form, link: { json: 'a..[' } },
    wrong: { key: 'link.json', reason: /RFC 9535/, onlyParser: true },
  },
  {
    title: 'an expression that is none',
    profile: { ...form, link: { regex: '(' } },
    wrong: { key: 'link.regex', reason: /nvalid regular expression/, onlyParser: true },
  },
  {
    title: 'an expression that may take for ever',
    profile: { ...form, link: { regex: '(a+)+$' } },
    wrong: { key: 'link.regex', reason: /for ever/, onlyParser: true },
  },
  {
    title: 'a secret in the link',
    profile: { ...form, link: { template: '/${secret:a}' } },
    wrong: { key: 'link.template', reason: /secret/, onlyParser: true },
  },
  { title: 'a size that is none', profile: { ...form, maxSize: 'big' }, wrong: { key: 'maxSize', reason: /10 MB/ } },
  { title: 'a size of nothing', profile: { ...form, maxSize: 0 }, wrong: { key: 'maxSize', reason: /10 MB/ } },
  { title: 'a size that is true', profile: { ...form, maxSize: true }, wrong: { key: 'maxSize', reason: /10 MB/ } },
  {
    title: 'a type that is none',
    profile: { ...form, allow: ['png'] },
    wrong: { key: 'allow.0', reason: /media type/ },
  },
  { title: 'no types', profile: { ...form, allow: [] }, wrong: { key: 'allow', reason: /at least one/ } },
  {
    title: 'one type alone',
    profile: { ...form, allow: 'image/png' },
    wrong: { key: 'allow', reason: /must be a list/ },
  },
  {
    title: 'a folder in the name',
    profile: { ...form, fileName: 'a/${name}' },
    wrong: { key: 'fileName', reason: /put folders in the url, or in the key of an s3 destination/ },
  },
  { title: 'an empty name', profile: { ...form, fileName: '' }, wrong: { key: 'fileName', reason: /empty/ } },
  {
    title: 'a secret in the name',
    profile: { ...form, fileName: '${secret:a}' },
    wrong: { key: 'fileName', reason: /secret/, onlyParser: true },
  },
  { title: 'no timeout', profile: { ...form, timeout: 0 }, wrong: { key: 'timeout', reason: /more than 0/ } },
  {
    title: 'a timeout in words',
    profile: { ...form, timeout: '60' },
    wrong: { key: 'timeout', reason: /must be a number/ },
  },
  { title: 'half a retry', profile: { ...form, retries: 1.5 }, wrong: { key: 'retries', reason: /whole number/ } },
  {
    title: 'no request at a time',
    profile: { ...form, concurrency: 0 },
    wrong: { key: 'concurrency', reason: /whole number from 1/ },
  },
  {
    title: 'half a request at a time',
    profile: { kind: 'receiver', concurrency: 1.5 },
    wrong: { key: 'concurrency', reason: /whole number from 1/ },
  },
  {
    title: 'retryUnsafe in words',
    profile: { ...form, retryUnsafe: 'yes' },
    wrong: { key: 'retryUnsafe', reason: /true or false/ },
  },
  {
    title: 'no files a request',
    profile: { ...form, filesPerRequest: 0 },
    wrong: { key: 'filesPerRequest', reason: /from 1/ },
  },
  {
    title: 'many files a request whose url names one',
    profile: { ...form, url: 'https://example.com/${name}', filesPerRequest: 2 },
    wrong: { key: 'filesPerRequest', reason: /must be 1/, onlyParser: true },
  },
  {
    title: 'a tus with a field',
    profile: { ...tus, field: 'file' },
    wrong: { key: 'field', reason: /no such key; there are .*metadata/ },
  },
  {
    title: 'parts of no size',
    profile: { ...tus, partSize: 0 },
    wrong: { key: 'partSize', reason: /10 MB/ },
  },
  {
    title: 'metadata under a key with a blank',
    profile: { ...tus, metadata: { 'file name': 'a' } },
    wrong: { key: 'metadata', reason: /“file name” is no key/ },
  },
  {
    title: 'metadata under a key with a comma',
    profile: { ...tus, metadata: { 'a,b': 'a' } },
    wrong: { key: 'metadata', reason: /“a,b” is no key/ },
  },
  {
    title: 'metadata without a key',
    profile: { ...tus, metadata: { '': 'a' } },
    wrong: { key: 'metadata', reason: /no key/ },
  },
  {
    title: 'metadata that is no text',
    profile: { ...tus, metadata: { width: 5 } },
    wrong: { key: 'metadata.width', reason: /must be a text/ },
  },
  {
    title: 'a header of the protocol',
    profile: { ...tus, headers: { 'Upload-Length': '5' } },
    wrong: { key: 'headers', reason: /set by Porter/, onlyParser: true },
  },
  {
    title: 'a tus whose url names the file',
    profile: { ...tus, url: 'https://example.com/${name}' },
    wrong: { key: 'url', reason: /only in metadata/, onlyParser: true },
  },
  {
    title: 'a tus whose auth names the file',
    profile: { ...tus, auth: { type: 'bearer', token: '${sha256}' } },
    wrong: { key: 'auth', reason: /only in metadata/, onlyParser: true },
  },
  ...s3ProfileCases,
];
