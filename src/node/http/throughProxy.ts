/** Connections to a proxy, and through it to a server. */
import { Socket } from 'node:net';
import { Client } from 'undici';
import type { Connect } from './connector.ts';
import { skipInterim } from './interimAnswers.ts';
import type { Proxy } from './proxies.ts';
import { ProxyFailure } from './proxyFailure.ts';

/** Connections to the proxy itself, whatever server is asked for. */
export function connectToProxy(proxy: Proxy, connect: Connect): Connect {
  const { host, hostname, port, protocol } = proxy.url;
  return (onSocket) => (_options, callback) => {
    const options = { host, hostname: hostname.replace(/^\[(.*)\]$/, '$1'), port, protocol };
    connect(onSocket)(options, (...[error, socket]) => {
      if (error === null) callback(null, socket);
      else callback(new ProxyFailure(proxy, { cause: error }), null);
    });
  };
}

/** Connections to the server by a tunnel that the proxy makes (CONNECT, RFC 9110 §9.3.6). */
export function connectByTunnel(proxy: Proxy, toProxy: Connect, toServer: Connect): Connect {
  return (onSocket) => (options, callback) => {
    const connect: ReturnType<Connect> = (to, connected) =>
      toProxy(onSocket)(to, (...result) => {
        if (result[1]) skipInterim(result[1]);
        connected(...result);
      });
    const client = new Client(proxy.url.origin, { headersTimeout: 0, bodyTimeout: 0, connect });
    const authority = options.port === '' ? `${options.host ?? options.hostname}:443` : (options.host ?? '');
    const { authorization } = proxy;
    const headers = {
      host: authority,
      'user-agent': 'Porter',
      ...(authorization === undefined ? {} : { 'proxy-authorization': authorization }),
    };
    client.dispatch(
      { method: 'CONNECT', path: authority, headers },
      {
        onRequestStart: () => undefined,
        onRequestUpgrade(_controller, status, _headers, socket) {
          if (status >= 200 && status < 300 && socket instanceof Socket) {
            toServer(onSocket)({ ...options, httpSocket: socket }, callback);
            return;
          }
          socket.on('error', () => undefined).destroy();
          callback(new ProxyFailure(proxy, { status }), null);
        },
        onResponseError(_controller, error) {
          callback(error instanceof ProxyFailure ? error : new ProxyFailure(proxy, { cause: error }), null);
        },
      },
    );
  };
}
