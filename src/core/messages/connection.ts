/** How servers are reached: connections, certificates, proxies. */
export interface ConnectionProblems {
  connectionRefused: { host: string };
  hostNotFound: { host: string };
  /** It is asked by https. */
  tlsUnspoken: { host: string };
  connectionLost: { host: string };
  timedOut: { host: string; seconds: number };
  /** The system lets this process have no more connections. */
  connectionsExhausted: { host: string };
  certificateUntrusted: { host: string; reason: string };
  /** `names`: those that it is for. */
  certificateOfOther: { host: string; names: string };
  /** `day`: YYYY-MM-DD, of UTC. */
  certificateExpired: { host: string; day: string };
  /** One of the certificate files of a destination: `tls.key`. */
  tlsFileUnusable: { destination: string; field: string; file: string; reason: string };
  /** The server lets in only clients with a certificate. */
  clientCertificateRefused: { host: string; reason: string };
  /** Settings by name: `http.proxy`, `HTTPS_PROXY`. */
  proxyUnreachable: { proxy: string; setting: string; reason: string };
  proxyUntrusted: { proxy: string; setting: string; reason: string };
  proxyUnauthorized: { proxy: string; setting: string };
  proxyRefused: { proxy: string; host: string; status: number; exceptions: string };
}

export const connectionProblems: Readonly<Record<keyof ConnectionProblems, string>> = {
  connectionRefused: 'Nothing listens at {host}. Start the server, or check the destination’s URL and port.',
  hostNotFound:
    'The name {host} cannot be found. Check the destination’s address, for S3 its region too, and your network.',
  tlsUnspoken:
    '{host} does not speak TLS. Check the port of the destination’s URL, or let that begin with http:// if nothing is to be encrypted.',
  connectionLost: 'The connection to {host} broke off. Check the network, then try again.',
  timedOut: '{host} was silent for {seconds} s. Try again, or raise the destination’s timeout.',
  connectionsExhausted:
    'The system lets Porter open no further connection to {host}. Upload fewer files at a time, or raise its limit of open files (ulimit -n).',
  certificateUntrusted:
    'The certificate of {host} is not trusted ({reason}). Install its authority on this system, name it as tls.ca of the destination, or correct the URL.',
  certificateOfOther: 'The certificate of {host} is for {names}. Correct the destination’s URL.',
  certificateExpired:
    'The certificate of {host} expired on {day}. Ask whoever runs it to renew it, and check that this machine’s clock is right.',
  tlsFileUnusable: '{file}, the {field} of “{destination}”, cannot be used: {reason}. Correct it there.',
  clientCertificateRefused:
    '{host} lets in only clients with a certificate: {reason}. Check cert and key in the destination’s tls.',
  proxyUnreachable:
    'The proxy {proxy}, which {setting} names, cannot be used ({reason}). Start it, or correct {setting}.',
  proxyUntrusted:
    'The certificate of the proxy {proxy} is not trusted ({reason}). Install its authority on this system, name it in NODE_EXTRA_CA_CERTS, or correct {setting}.',
  proxyUnauthorized:
    'The proxy {proxy} wants credentials other than those in {setting} (status 407). Correct them there; in an address they stand as http://user:password@host.',
  proxyRefused:
    'The proxy {proxy} made no connection to {host} (status {status}). Check the destination’s URL and ask whoever runs the proxy, or add {host} to {exceptions}.',
};
