import assert from 'node:assert/strict';
import { SecretMask } from '../../../../src/core/maskSecrets.ts';
import { Problem } from '../../../../src/core/problem.ts';
import { Proxies, type NetworkSettings } from '../../../../src/node/http/proxies.ts';

const secure = 'https://example.com/';

/** Where the proxy for the server listens, and what names it. */
function chosen(settings: NetworkSettings, env: Record<string, string> = {}, server = secure): string | undefined {
  const proxy = new Proxies(settings, env, new SecretMask()).for(new URL(server));
  return proxy && `${proxy.url.href} ${proxy.setting}`;
}

describe('the proxy for a server', () => {
  it('is that of the editor’s setting before any of the environment', () => {
    const env = { HTTPS_PROXY: 'http://env:1', no_proxy: 'other.test' };
    assert.equal(chosen({ proxy: 'http://editor:2' }, env), 'http://editor:2/ http.proxy');
  });

  it('is that of the environment by the server’s scheme, else the one for all', () => {
    const env = { https_proxy: 'http://secure:1', http_proxy: 'http://plain:2', all_proxy: 'http://all:3' };
    assert.equal(chosen({}, env), 'http://secure:1/ https_proxy');
    assert.equal(chosen({}, env, 'http://example.com/'), 'http://plain:2/ http_proxy');
    assert.equal(chosen({}, { ALL_PROXY: env.all_proxy, http_proxy: env.http_proxy }), 'http://all:3/ ALL_PROXY');
    assert.equal(chosen({}, { http_proxy: env.http_proxy }), undefined);
  });

  it('is that of the variable in lower case first, and an empty one does not count', () => {
    assert.equal(chosen({}, { https_proxy: 'http://a:1', HTTPS_PROXY: 'http://b:2' }), 'http://a:1/ https_proxy');
    assert.equal(chosen({}, { https_proxy: '', HTTPS_PROXY: 'http://b:2' }), 'http://b:2/ HTTPS_PROXY');
  });

  it('speaks plain HTTP when no scheme is named', () => {
    assert.equal(chosen({}, { HTTPS_PROXY: 'proxy.test:3128' }), 'http://proxy.test:3128/ HTTPS_PROXY');
  });

  it('is none for what NO_PROXY excepts, from the editor’s proxy too', () => {
    assert.equal(chosen({ proxy: 'http://editor:2' }, { NO_PROXY: 'a.test,example.com' }), undefined);
    assert.equal(chosen({ proxy: 'http://editor:2' }, { NO_PROXY: 'a.test  .com' }), undefined);
  });

  it('is none for what the editor excepts, whose list takes the place of NO_PROXY', () => {
    const settings = { proxy: 'http://editor:2', noProxy: ['other.test'] };
    assert.equal(chosen(settings, { NO_PROXY: '*' }), 'http://editor:2/ http.proxy');
    assert.equal(chosen(settings, {}, 'https://other.test/'), undefined);
    assert.equal(chosen({ ...settings, noProxy: [] }, { NO_PROXY: '*' }), undefined);
  });

  it('is none when the editor turns proxies off', () => {
    assert.equal(chosen({ useProxy: false, proxy: 'http://editor:2' }, { HTTPS_PROXY: 'http://env:1' }), undefined);
  });

  it('is none for this machine', () => {
    assert.equal(
      chosen({ proxy: 'http://editor:2' }, { HTTP_PROXY: 'http://env:1' }, 'http://127.0.0.1:9/'),
      undefined,
    );
  });

  it('gets credentials out of its address, decoded, and they are masked', () => {
    const mask = new SecretMask();
    const proxy = new Proxies({ proxy: 'http://anna:p%40ss%20word@proxy.test' }, {}, mask).for(new URL(secure));
    assert.equal(proxy?.url.href, 'http://proxy.test/');
    assert.equal(proxy.authorization, `Basic ${btoa('anna:p@ss word')}`);
    assert.equal(mask.mask(`${btoa('anna:p@ss word')} p@ss word`), '*** ***');
  });

  it('gets the editor’s http.proxyAuthorization before those, and it is masked', () => {
    const mask = new SecretMask();
    const settings = { proxy: 'http://anna:word@proxy.test', proxyAuthorization: 'Negotiate abc' };
    const proxy = new Proxies(settings, {}, mask).for(new URL(secure));
    assert.equal(proxy?.authorization, 'Negotiate abc');
    assert.equal(mask.mask('it is Negotiate abc'), 'it is ***');
  });

  for (const address of ['ftp://proxy.test', 'http://', 'http://anna:%zz@proxy.test']) {
    it(`cannot be ${address}, which names the variable and tells no credentials`, () => {
      assert.throws(
        () => chosen({}, { HTTPS_PROXY: address }),
        (error: unknown) => {
          assert.ok(error instanceof Problem && error.code === 'settingInvalid');
          assert.match(error.message, /^HTTPS_PROXY in the environment is not right/);
          assert.doesNotMatch(error.message, /%zz/);
          return true;
        },
      );
    });
  }

  it('cannot be one of SOCKS, and what to do is said', () => {
    const socks = 'socks5://anna:word@proxy.test:1080';
    for (const [settings, env, expected] of [
      [
        { proxy: socks },
        {},
        /^http\.proxy in settings\.json .*SOCKS; .*or list the servers to reach without it in http\.noProxy\./,
      ],
      [{}, { ALL_PROXY: 'socks5h://proxy.test:1080' }, /^ALL_PROXY in the environment .*SOCKS; .*in NO_PROXY\./],
    ] as const) {
      assert.throws(
        () => chosen(settings, env),
        ({ message }: Error) => expected.test(message) && !message.includes('word'),
      );
    }
    assert.equal(chosen({ proxy: socks, noProxy: ['example.com'] }, {}), undefined);
  });

  it('cannot get an authorization that no header holds', () => {
    assert.throws(
      () => chosen({ proxy: 'http://proxy.test', proxyAuthorization: 'a\r\nb' }),
      /http\.proxyAuthorization/,
    );
  });
});
