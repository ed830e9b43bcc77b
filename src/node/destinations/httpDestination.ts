import { originOf } from '../../core/profile/destinationUrl.ts';
import { extractLinks } from '../../core/profile/extractLink.ts';
import { maskPatterns } from '../../core/maskSecrets.ts';
import { describe } from '../../core/messages.ts';
import type { PlannedFile, Source } from '../../core/model.ts';
import { parseJson } from '../../core/parseJson.ts';
import type { Destination, RequestPreview, SendOptions, Uploaded } from '../../core/ports.ts';
import type { FormProfile, LinkRule, RawProfile } from '../../core/profile/profile.ts';
import { expandName, expandUrl, type TemplateValues } from '../../core/profile/expandTemplate.ts';
import type { Answer } from '../http/answer.ts';
import { failureToldBy, refusal } from '../http/refusal.ts';
import { checkUploaded } from './checkUploaded.ts';
import { DestinationClient } from './destinationClient.ts';
import type { DestinationServices } from './destinationServices.ts';
import { Outflow } from './fileBody.ts';
import { FileValues } from './fileValues.ts';
import { requestHeaders } from './requestHeaders.ts';
import { profileLimits } from './profileLimits.ts';
import { firstOf } from './requestFiles.ts';
import type { RequestKind } from './requestKind.ts';
import { compareTold, toldDigests } from './toldDigests.ts';
import { toldFailureIn, type ToldFailure } from './toldFailure.ts';

/** A destination that takes files in one request. */
export function httpDestination(
  name: string,
  profile: FormProfile | RawProfile,
  kind: RequestKind,
  services: DestinationServices,
): Destination {
  const { timeout, tls, verify: how } = profile;
  const origin = originOf(profile.url);
  const idempotent = kind.method === 'PUT' || profile.retryUnsafe === true;
  const fileValues = new FileValues(name, origin, services);
  const client = new DestinationClient({ timeout, tls, origin }, fileValues, services);
  const check = how && { how, profile, origin, values: fileValues, client, digests: services.digests };
  const hasHeaders = profile.auth !== undefined || Object.keys(profile.headers ?? {}).length > 0;
  const outweighedByLink = outweighedBy(profile.link, kind);
  /** Of many files it is often the same. */
  let lastUrl: { readonly text: string; readonly url: URL } | undefined;
  /** What was put last at each address. */
  const lastAt = new Map<string, Source>();

  async function urlOf(file: PlannedFile, values: TemplateValues, signal: AbortSignal): Promise<URL> {
    const text = await expandUrl(kind.urlFor(file), { ...values, name: file.name }, signal);
    if (text !== lastUrl?.text) lastUrl = { text, url: new URL(text) };
    return lastUrl.url;
  }

  async function send(files: readonly PlannedFile[], options: SendOptions): Promise<readonly Uploaded[]> {
    const { signal } = options;
    const first = firstOf(files);
    const values = fileValues.of(first.source);
    const request = {
      method: kind.method,
      idempotent,
      url: await urlOf(first, values, signal),
      headers: hasHeaders ? await requestHeaders(profile, values, signal) : {},
      body: ({ sameOrigin }: { sameOrigin: boolean }) =>
        kind.body(files, { values, outflow: new Outflow(options) }, sameOrigin),
    };
    const answer = await client.request(request, signal);
    // RFC 9110 §15.4.4: 303 tells that it was received, and where to read on.
    const succeeded = (answer.status >= 200 && answer.status < 300) || answer.status === 303;
    if (!succeeded) throw refusal(answer);
    // Of several files it can't be told which one a checksum is about.
    if (files.length === 1) {
      const told = toldDigests(answer, kind.storesAtUrl);
      const { digests } = services;
      if (told.length > 0) await compareTold(told, first.source, { host: answer.url.host, digests }, signal);
    }
    const replaced = replacing(request.url.href, first.source);
    const sent = files.map(({ source, name }) => ({ ...fileValues.of(source), name }));
    return (await uploaded(sent, answer, signal)).map((one) => withWarnings(one, replaced));
  }

  async function uploaded(
    values: readonly TemplateValues[],
    answer: Answer,
    signal: AbortSignal,
  ): Promise<readonly Uploaded[]> {
    const { status, headers, text, url } = answer;
    const json = parseJson(text);
    const told = { status, headers, body: text, json, url: url.href, storedAtUrl: kind.storesAtUrl };
    const links = await extractLinks(told, profile.link, values, signal);
    const failure = toldFailureIn(json);
    const outweighed = links.some((link) => link !== undefined) ? outweighedByLink : [];
    if (failure !== undefined && !outweighed.includes(failure)) throw failureToldBy(answer);
    const paths = kind.storedPaths?.(json) ?? [];
    return links.map((link, index) => {
      const storedPath = paths[index];
      const stored = storedPath === undefined ? {} : { storedPath };
      if (link !== undefined) return { url: link, ...stored };
      return profile.link ? { warnings: [describe('linkMissing', { destination: name })], ...stored } : stored;
    });
  }

  /** A server that keeps a file at the request's URL (RFC 9110 §9.3.4) keeps only the last one there. */
  function replacing(url: string, source: Source): readonly string[] {
    if (!kind.storesAtUrl) return [];
    const before = lastAt.get(url);
    lastAt.set(url, source);
    if (before === undefined || before.id === source.id) return [];
    return [describe('fileReplaced', { file: before.path, destination: name })];
  }

  async function preview(files: readonly PlannedFile[], signal: AbortSignal): Promise<RequestPreview> {
    const first = firstOf(files);
    const values = fileValues.masked(first.source);
    const body = await kind.describe(files, values, signal);
    const headers = { 'content-type': body.contentType, ...(await requestHeaders(profile, values, signal)) };
    const { mask } = services;
    return {
      method: kind.method,
      url: mask.mask((await urlOf(first, values, signal)).href),
      headers: mask.maskHeaders(headers),
      body: body.lines.map((line) => mask.mask(line)),
    };
  }

  return {
    name,
    host: new URL(origin).host,
    target: maskPatterns(profile.url),
    limits: {
      filesPerRequest: kind.filesPerRequest,
      ...(kind.storesBy === undefined ? {} : { storesBy: kind.storesBy }),
      ...profileLimits(profile),
    },
    retries: profile.retries,
    idempotent,
    nameFor: (source, signal) =>
      profile.fileName === undefined ? source.name : expandName(profile.fileName, fileValues.of(source), signal),
    preview,
    send,
    ...(check && { verify: (uploaded, file, signal) => checkUploaded(uploaded, file, check, signal) }),
  };
}

/** What of a failure does not count beside a link that the answer names: less beside one that is only guessed. */
function outweighedBy(rule: LinkRule | undefined, { storesAtUrl }: RequestKind): readonly ToldFailure[] {
  if (rule === undefined) return storesAtUrl ? [] : ['remark'];
  return 'template' in rule ? [] : ['remark', 'errors'];
}

function withWarnings(uploaded: Uploaded, warnings: readonly string[]): Uploaded {
  return warnings.length === 0 ? uploaded : { ...uploaded, warnings: [...(uploaded.warnings ?? []), ...warnings] };
}
