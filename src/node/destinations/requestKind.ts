import * as v from 'valibot';
import type { PlannedFile } from '../../core/model.ts';
import { isSecretName } from '../../core/maskSecrets.ts';
import type { DestinationLimits } from '../../core/ports.ts';
import type { FormProfile, RawProfile } from '../../core/profile/profile.ts';
import { expandText, type TemplateValues } from '../../core/profile/expandTemplate.ts';
import { parseTemplate, storedBy } from '../../core/profile/template.ts';
import type { Body } from '../http/body.ts';
import { wholeOf } from '../files/wholeSource.ts';
import { rangeBody, type Outflow } from './fileBody.ts';
import { formBody, newBoundary } from './formBody.ts';
import { describeFile, firstOf } from './requestFiles.ts';

/** What sets a form and a raw request apart. */
export interface RequestKind {
  readonly method: string;
  readonly filesPerRequest: number;
  /** Whether the file is put itself at the request's URL (RFC 9110 §9.3.4). */
  readonly storesAtUrl: boolean;
  /** What of a file becomes a part of the URL, so that it replaces another of which that is the same. */
  readonly storesBy: DestinationLimits['storesBy'];
  /** The template of the URL for one file. */
  urlFor(file: PlannedFile): string;
  /** @param withSecrets whether it may hold those of the profile: not when it goes to another origin. */
  body(files: readonly PlannedFile[], parts: BodyParts, withSecrets: boolean): Body | Promise<Body>;
  /** The body for people, a line a part; its media type as it would be sent. */
  describe(files: readonly PlannedFile[], values: TemplateValues, signal: AbortSignal): Promise<BodyDescription>;
  /** Where the server says, in JSON, that it keeps the files, when it runs on this machine and is ours. */
  storedPaths?(answer: unknown): readonly string[];
}

interface BodyParts {
  readonly values: TemplateValues;
  readonly outflow: Outflow;
}

interface BodyDescription {
  readonly contentType: string;
  readonly lines: readonly string[];
}

/** multipart/form-data. */
export function formRequest(profile: FormProfile): RequestKind {
  const { method = 'POST', field = 'file', fields = {}, filesPerRequest = 1 } = profile;
  const boundary = newBoundary();
  const hasNoFields = Object.keys(fields).length === 0;

  async function expanded(values: TemplateValues, withSecrets: boolean, signal: AbortSignal) {
    const result: [string, string][] = [];
    for (const [name, template] of Object.entries(fields)) {
      if (withSecrets || !holdsSecret(name, template)) result.push([name, await expandText(template, values, signal)]);
    }
    return result;
  }

  return {
    method,
    filesPerRequest,
    storesAtUrl: false,
    storesBy: undefined,
    urlFor: () => profile.url,
    body(files, { values, outflow }, withSecrets) {
      if (hasNoFields) return formBody([], field, files, boundary, outflow);
      return expanded(values, withSecrets, outflow.signal).then((texts) =>
        formBody(texts, field, files, boundary, outflow),
      );
    },
    async describe(files, values, signal) {
      const texts = await expanded(values, true, signal);
      return {
        contentType: 'multipart/form-data',
        lines: [
          ...texts.map(([name, value]) => `${name} = ${isSecretName(name) ? '***' : value}`),
          ...files.map((file) => `${field} = ${describeFile(file)}`),
        ],
      };
    },
  };
}

const receiverAnswer = v.object({ files: v.array(v.object({ path: v.string() })) });

/** A form to Porter's own receiver, whose answer tells where it keeps each file. */
export function receiverRequest(profile: FormProfile): RequestKind {
  return {
    ...formRequest(profile),
    storedPaths(answer) {
      const result = v.safeParse(receiverAnswer, answer);
      return result.success ? result.output.files.map(({ path }) => path) : [];
    },
  };
}

/** The file as the body. */
export function rawRequest(profile: RawProfile): RequestKind {
  const { method = 'PUT', url } = profile;
  return {
    method,
    filesPerRequest: 1,
    storesAtUrl: method === 'PUT',
    storesBy: url.endsWith('/') ? 'name' : storedBy(url),
    urlFor: ({ name }) => (url.endsWith('/') ? url + encodeURIComponent(name) : url),
    body(files, { outflow }) {
      const { source, mediaType } = firstOf(files);
      return rangeBody(source, wholeOf(source), mediaType, outflow);
    },
    describe(files) {
      const file = firstOf(files);
      return Promise.resolve({ contentType: file.mediaType, lines: [describeFile(file)] });
    },
  };
}

/** Whether the field's name says so, or its value comes from where secrets are. */
function holdsSecret(name: string, template: string): boolean {
  return isSecretName(name) || parseTemplate(template).some(({ kind }) => kind === 'secret' || kind === 'env');
}
