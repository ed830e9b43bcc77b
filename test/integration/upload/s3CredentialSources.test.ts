import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { inspect } from 'node:util';
import { answerOf } from '../servers/scriptedServer.ts';
import { isProblem, quiet } from './given.ts';
import { awsSurroundings, file } from './awsSurroundings.ts';

describe('The credentials of an s3 destination', () => {
  const aws = awsSurroundings();
  const { serve, destination, put, used, write, keys, inAnHour } = aws;

  describe('that it looks for where AWS’s own tools do', () => {
    it('come from the environment', async () => {
      Object.assign(process.env, {
        AWS_ACCESS_KEY_ID: 'ENV',
        AWS_SECRET_ACCESS_KEY: 'shh',
        AWS_SESSION_TOKEN: 'token',
      });
      await put();
      assert.deepEqual(used(), [['ENV', 'token']]);
    });

    it('come from a profile, the default one or the one that is named', async () => {
      const profile = (name: string) => `[${name}]\naws_access_key_id = ${name}\naws_secret_access_key = shh-${name}\n`;
      await write('.aws/credentials', profile('default') + profile('work'));
      await put();
      await put(destination({ credentials: { profile: 'work' } }));
      process.env['AWS_PROFILE'] = 'work';
      await put();
      assert.deepEqual(used(), [
        ['default', undefined],
        ['work', undefined],
        ['work', undefined],
      ]);
      assert.equal(aws.mask.mask('it is shh-work'), 'it is ***');
    });

    it('come from a process', async () => {
      const told = { Version: 1, ...keys('PROCESS'), SessionToken: 't', Expiration: inAnHour() };
      const script = await write('keys.mjs', `console.log('${JSON.stringify(told)}')`);
      await write('.aws/config', `[profile tool]\ncredential_process = "${process.execPath}" "${script}"\n`);
      await put(destination({ credentials: { profile: 'tool' } }));
      assert.deepEqual(used(), [['PROCESS', 't']]);
    });

    it('that a process fails to give are told without its command line and what it printed', async () => {
      const script = await write('fails.mjs', `console.error('no entry for hunter2'); process.exitCode = 3;`);
      const line = `"${process.execPath}" "${script}" --password hunter2`;
      await write('.aws/config', `[profile tool]\ncredential_process = ${line}\n`);
      await assert.rejects(put(destination({ credentials: { profile: 'tool' } })), (error: Error) => {
        assert.match(error.message, /could not be obtained \(the credential_process of its profile failed/);
        assert.doesNotMatch(inspect(error), /hunter2/);
        return isProblem('credentialsUnusable')(error);
      });
    });

    it('come from a session of single sign-on', async () => {
      const portal = await serve(() => {
        const roleCredentials = {
          accessKeyId: 'SSO',
          secretAccessKey: 's',
          sessionToken: 't',
          expiration: Date.now() + 3.6e6,
        };
        return answerOf(200, { 'content-type': 'application/json' }, JSON.stringify({ roleCredentials }));
      });
      process.env['AWS_ENDPOINT_URL_SSO'] = portal.url.replace(/\/$/, '');
      const session = `[sso-session corp]\nsso_region = us-east-1\nsso_start_url = https://corp.example.com\n`;
      const account = 'sso_session = corp\nsso_account_id = 123456789012\nsso_role_name = Uploader\n';
      await write('.aws/config', `${session}[profile corp]\n${account}`);
      const cached = {
        accessToken: 'a',
        expiresAt: inAnHour(),
        region: 'us-east-1',
        startUrl: 'https://corp.example.com',
      };
      const name = createHash('sha1').update('corp').digest('hex');
      await write(`.aws/sso/cache/${name}.json`, JSON.stringify(cached));
      await put(destination({ credentials: { profile: 'corp' } }));
      assert.deepEqual(used(), [['SSO', 't']]);
    });

    it('come from a container', async () => {
      const provider = await serve(({ headers }) =>
        headers['authorization'] === 'pod'
          ? answerOf(200, {}, JSON.stringify({ ...keys('POD'), Expiration: inAnHour() }))
          : answerOf(401),
      );
      process.env['AWS_CONTAINER_CREDENTIALS_FULL_URI'] = `${provider.url}keys`;
      process.env['AWS_CONTAINER_AUTHORIZATION_TOKEN'] = 'pod';
      await put();
      assert.deepEqual(used(), [['POD', 'token of POD']]);
    });

    it('come from an instance', async () => {
      const metadata = await serve(({ method, target }) => {
        if (method === 'PUT') return answerOf(200, {}, 'imds-token');
        const isList = target.endsWith('/security-credentials/');
        return answerOf(
          200,
          {},
          isList ? 'role' : JSON.stringify({ ...keys('EC2'), Code: 'Success', Expiration: inAnHour() }),
        );
      });
      delete process.env['AWS_EC2_METADATA_DISABLED'];
      process.env['AWS_EC2_METADATA_SERVICE_ENDPOINT'] = metadata.url.replace(/\/$/, '');
      await put();
      assert.deepEqual(used(), [['EC2', 'token of EC2']]);
    });

    it('are missing, which is said with what to do', async () => {
      await assert.rejects(put(), isProblem('credentialsMissing', { destination: 'test' }));
      assert.deepEqual(aws.requests, []);
    });

    it('cannot be had when the profile that is named does not exist', async () => {
      Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'ENV', AWS_SECRET_ACCESS_KEY: 'shh' });
      const to = destination({ credentials: { profile: 'gone' } });
      await assert.rejects(put(to), (error: Error) => {
        assert.match(error.message, /could not be obtained \(.*gone/);
        return isProblem('credentialsUnusable')(error);
      });
    });

    it('are missing, and the profile that the environment names is told', async () => {
      process.env['AWS_PROFILE'] = 'gone';
      await assert.rejects(put(), (error: Error) => {
        assert.match(error.message, /could not be obtained \(AWS_PROFILE names the profile “gone”/);
        return isProblem('credentialsUnusable')(error);
      });
    });

    it('are found when they come after a first try', async () => {
      const to = destination();
      await assert.rejects(put(to), isProblem('credentialsMissing'));
      Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'ENV', AWS_SECRET_ACCESS_KEY: 'shh' });
      await put(to);
      assert.deepEqual(used(), [['ENV', undefined]]);
    });

    it('are looked for once for many files', async () => {
      let asked = 0;
      const provider = await serve(() => {
        asked++;
        return answerOf(200, {}, JSON.stringify({ ...keys('POD'), Expiration: inAnHour() }));
      });
      process.env['AWS_CONTAINER_CREDENTIALS_FULL_URI'] = `${provider.url}keys`;
      const to = destination();
      await Promise.all([put(to), put(to), put(to)]);
      await put(to);
      assert.equal(asked, 1);
    });

    it('are let go of at once when it is cancelled', async () => {
      const controller = new AbortController();
      const provider = await serve(() => {
        controller.abort();
        return undefined;
      });
      process.env['AWS_CONTAINER_CREDENTIALS_FULL_URI'] = `${provider.url}keys`;
      await assert.rejects(destination().send([file], { ...quiet, signal: controller.signal }), { name: 'AbortError' });
    });
  });
});
