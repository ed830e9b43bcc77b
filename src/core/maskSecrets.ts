const mask = '***';

/** Names of headers and query parameters whose values open doors. */
const secretName =
  /auth(?!or\b)|token|secret|passw|passphrase|pwd|cookie|credential|signature|(?:^|[-_])(?:pw|pass|sig)$|(?:^|[-_]|api|access)key(?:id)?$/i;

/**
 * Remembers every secret that was used, and takes them, and whatever looks like one, out of texts that a person or a
 * log will see.
 */
export class SecretMask {
  readonly #values = new Set<string>();
  /** The longest first: one may be the beginning of another. Undefined: to be sorted anew. */
  #sorted: readonly string[] | undefined;

  /** From now on the value is masked, also where it is percent-encoded, in base64 or inside JSON. */
  add(secret: string): void {
    if (secret === '' || this.#values.has(secret)) return;
    this.#sorted = undefined;
    this.#values.add(secret);
    this.#values.add(encodeURIComponent(secret));
    this.#values.add(base64(secret));
    this.#values.add(JSON.stringify(secret).slice(1, -1));
  }

  /** The text without secrets. */
  mask(text: string): string {
    this.#sorted ??= [...this.#values].sort((a, b) => b.length - a.length);
    return maskPatterns(this.#sorted.reduce((rest, value) => rest.replaceAll(value, mask), text));
  }

  /** A header's value, without secrets. */
  maskHeader(name: string, value: string): string {
    return isSecretName(name) ? mask : this.mask(value);
  }

  /** All headers of a request, without secrets. */
  maskHeaders(headers: Readonly<Record<string, string>>): readonly (readonly [name: string, value: string])[] {
    return Object.entries(headers).map(([name, value]) => [name, this.maskHeader(name, value)]);
  }
}

/** Whether a header or query parameter of this name holds a secret. */
export function isSecretName(name: string): boolean {
  return secretName.test(name);
}

/** Takes out what is a secret by its form: credentials in URLs and headers, signatures of presigned URLs. */
export function maskPatterns(text: string): string {
  return (
    text
      .replace(/\b(https?:\/\/)[^\s/?#@]+@/gi, `$1${mask}@`)
      .replace(/([?&;])([^\s=&#?;]+)=([^\s&#"'<>]*)/g, (whole, before: string, name: string) =>
        isSecretName(name) ? `${before}${name}=${mask}` : whole,
      )
      .replace(/^([ \t]*)((?:proxy-)?authorization|(?:set-)?cookie)([ \t]*:).*$/gim, `$1$2$3 ${mask}`)
      // A word without a digit or a capital is prose: "basic authentication".
      .replace(/\b([Bb]earer|[Bb]asic)( +)(?=\S*[A-Z\d=])[\w.~+/-]{6,}=*/g, `$1$2${mask}`)
  );
}

function base64(text: string): string {
  return btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''));
}
