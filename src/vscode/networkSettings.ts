import * as vscode from 'vscode';
import type { NetworkSettings } from '../node/http/proxies.ts';

/** The editor's own settings of the network, as they are now. A workspace has no say in them. */
export function networkSettings(): NetworkSettings {
  const http = vscode.workspace.getConfiguration('http');
  const proxy = http.get<string>('proxy');
  const noProxy = http.get<readonly string[]>('noProxy');
  const proxyAuthorization = http.get<string | null>('proxyAuthorization');
  return {
    useProxy: http.get('proxySupport') !== 'off',
    strictSsl: http.get('proxyStrictSSL') !== false,
    ...(proxy ? { proxy } : {}),
    ...(noProxy ? { noProxy } : {}),
    ...(proxyAuthorization ? { proxyAuthorization } : {}),
  };
}
