/** Which proxy a server is reached through: the editor's settings come before the environment's variables. */
import type { SecretMask } from '../../core/maskSecrets.ts';
import { Problem } from '../../core/problem.ts';
import { isExcepted, isLoopback } from './noProxy.ts';

/**
 * How servers are reached, as the editor's settings say; what is absent is looked up in the environment's variables.
 */
export interface NetworkSettings {
  /** False: through no proxy at all (`http.proxySupport` is `off`). */
  readonly useProxy?: boolean;
  /** Address of the proxy for all servers (`http.proxy`). */
  readonly proxy?: string;
  /** Servers that are reached without it (`http.noProxy`); if there are any, NO_PROXY does not count. */
  readonly noProxy?: readonly string[];
  /** What every proxy gets as Proxy-Authorization (`http.proxyAuthorization`). */
  readonly proxyAuthorization?: string;
  /** False: certificates are not checked (`http.proxyStrictSSL`). */
  readonly strictSsl?: boolean;
}

/** A proxy, and what a person needs to know to set it right. */
export interface Proxy {
  /** Where it listens: http or https, without credentials. */
  readonly url: URL;
  /** Value of Proxy-Authorization. */
  readonly authorization?: string;
  /** Which setting or variable names it, and which one holds its credentials and its exceptions. */
  readonly setting: string;
  readonly credentialsSetting: string;
  readonly exceptionsSetting: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Chooses proxies. */
export class Proxies {
  readonly #settings: NetworkSettings;
  readonly #env: Environment;
  readonly #mask: SecretMask;

  /** @param mask is told the credentials. */
  constructor(settings: NetworkSettings, env: Environment, mask: SecretMask) {
    this.#settings = settings;
    this.#env = env;
    this.#mask = mask;
  }

  /**
   * The proxy for this server: `http.proxy`, else HTTPS_PROXY or HTTP_PROXY by its scheme, else ALL_PROXY; in lower
   * case as well, which comes first.
   *
   * @returns undefined when it is reached without one.
   * @throws Problem `settingInvalid`.
   */
  for(server: URL): Proxy | undefined {
    const { useProxy, proxy, noProxy = [] } = this.#settings;
    if (useProxy === false || isLoopback(server)) return undefined;
    if (isExcepted(server, noProxy.length > 0 ? noProxy : this.#noProxyOfEnvironment())) return undefined;
    if (proxy) return this.#parse(proxy, 'http.proxy', 'settings.json');
    const scheme = server.protocol.slice(0, -1);
    for (const name of [`${scheme}_proxy`, 'all_proxy']) {
      for (const variable of [name, name.toUpperCase()]) {
        const text = this.#env[variable];
        if (text) return this.#parse(text, variable, 'the environment');
      }
    }
    return undefined;
  }

  #noProxyOfEnvironment(): readonly string[] {
    const text = ['no_proxy', 'NO_PROXY'].map((variable) => this.#env[variable]).find(Boolean) ?? '';
    return text.split(/[\s,]+/).filter((rule) => rule !== '');
  }

  #parse(text: string, setting: string, where: string): Proxy {
    const url = URL.parse(text.includes('://') ? text : `http://${text}`);
    const exceptionsSetting = setting === 'http.proxy' ? 'http.noProxy' : 'NO_PROXY';
    if (url?.protocol.startsWith('socks')) {
      const reason = `Porter does not speak SOCKS; name an http or https proxy, or list the servers to reach without it in ${exceptionsSetting}`;
      throw new Problem('settingInvalid', { setting, where, reason });
    }
    if (url === null || !/^https?:$/.test(url.protocol)) {
      const reason = 'it must be the address of an http or https proxy, as http://proxy.example.com:3128';
      throw new Problem('settingInvalid', { setting, where, reason });
    }
    const authorization = this.#authorization(url, setting, where);
    return {
      url: new URL(url.origin),
      ...(authorization === undefined ? {} : { authorization }),
      setting,
      credentialsSetting: this.#settings.proxyAuthorization ? 'http.proxyAuthorization' : setting,
      exceptionsSetting,
    };
  }

  #authorization({ username, password }: URL, setting: string, where: string): string | undefined {
    const { proxyAuthorization } = this.#settings;
    if (proxyAuthorization) {
      if (/[^\t\x20-\x7E]/.test(proxyAuthorization)) {
        const reason = 'a header holds only ASCII, and no line breaks';
        throw new Problem('settingInvalid', { setting: 'http.proxyAuthorization', where: 'settings.json', reason });
      }
      this.#mask.add(proxyAuthorization);
      return proxyAuthorization;
    }
    if (username === '' && password === '') return undefined;
    let credentials: string;
    try {
      credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
      this.#mask.add(decodeURIComponent(password));
    } catch {
      const reason = 'its user name and password must be percent-encoded: % is %25';
      throw new Problem('settingInvalid', { setting, where, reason });
    }
    const token = Buffer.from(credentials).toString('base64');
    this.#mask.add(token);
    return `Basic ${token}`;
  }
}
