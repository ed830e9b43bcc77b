/** Which servers are reached without a proxy. */
import net, { isIP } from 'node:net';

/** Whether the server is on this machine: such a one is never asked for through a proxy, as in the editor itself. */
export function isLoopback(server: URL): boolean {
  const host = hostOf(server);
  if (isIP(host) === 4) return host.startsWith('127.');
  return /(?:^|\.)localhost$/.test(host) || host === '::1' || isInNetwork(host, '127.0.0.0/8');
}

/**
 * Whether one of the rules excepts the server. A rule is `*`, or a host, which stands for those below it too, or a
 * network (`10.0.0.0/8`), or an address; with `:8080` behind it, it is for that port only.
 */
export function isExcepted(server: URL, rules: readonly string[]): boolean {
  const host = hostOf(server);
  const port = server.port || (server.protocol === 'https:' ? '443' : '80');
  return rules.some((text) => {
    const rule = text.trim().toLowerCase();
    const [, name = rule, onlyPort] = isIP(rule) ? [] : (/^(.+?)(?::(\d+))?$/.exec(rule) ?? []);
    if (onlyPort !== undefined && onlyPort !== port) return false;
    return name === '*' || isBelow(host, plain(name)) || isInNetwork(host, name);
  });
}

/** Without the brackets of an IPv6 address, without the dot that ends a full name. */
function hostOf({ hostname }: URL): string {
  return plain(hostname);
}

function plain(name: string): string {
  return name.replace(/^\*?\.|\.$/g, '').replace(/^\[(.*)\]$/, '$1');
}

function isBelow(host: string, name: string): boolean {
  return name !== '' && (host === name || (isIP(host) === 0 && host.endsWith(`.${name}`)));
}

/** @param network as RFC 4632 and RFC 4291 write one: `10.0.0.0/8`, `fd00::/8`. */
function isInNetwork(host: string, network: string): boolean {
  const [, address = '', prefix = ''] = /^\[?([\d.a-f:]+)\]?\/(\d{1,3})$/.exec(network) ?? [];
  if (isIP(address) === 0 || isIP(host) === 0 || Number(prefix) > (isIP(address) === 4 ? 32 : 128)) return false;
  // Not imported by name: Node loads it for whoever asks for it.
  const list = new net.BlockList();
  list.addSubnet(address, Number(prefix), familyOf(address));
  return list.check(host, familyOf(host));
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 4 ? 'ipv4' : 'ipv6';
}
