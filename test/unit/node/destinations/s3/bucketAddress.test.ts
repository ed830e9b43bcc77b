import assert from 'node:assert/strict';
import { bucketAddress } from '../../../../../src/node/destinations/s3/bucketAddress.ts';

describe('A bucket’s address', () => {
  for (const [title, profile, url] of [
    [
      'is a host of its own at AWS',
      { bucket: 'photos' },
      'https://photos.s3.us-east-1.amazonaws.com/a%2B%C3%A4/b%20%271%27',
    ],
    [
      'is in the region',
      { bucket: 'photos', region: 'eu-central-1' },
      'https://photos.s3.eu-central-1.amazonaws.com/a%2B%C3%A4/b%20%271%27',
    ],
    [
      'is in China in a domain of its own',
      { bucket: 'photos', region: 'cn-north-1' },
      'https://photos.s3.cn-north-1.amazonaws.com.cn/a%2B%C3%A4/b%20%271%27',
    ],
    [
      'is a path where its name has a dot, which no certificate would cover',
      { bucket: 'my.photos' },
      'https://s3.us-east-1.amazonaws.com/my.photos/a%2B%C3%A4/b%20%271%27',
    ],
    [
      'is a path at a service of another',
      { bucket: 'photos', endpoint: 'http://127.0.0.1:9000/' },
      'http://127.0.0.1:9000/photos/a%2B%C3%A4/b%20%271%27',
    ],
    [
      'is a host at a service of another when the profile says so',
      { bucket: 'photos', endpoint: 'https://s3.example.com', pathStyle: false },
      'https://photos.s3.example.com/a%2B%C3%A4/b%20%271%27',
    ],
    [
      'is a host at an endpoint of AWS',
      { bucket: 'photos', endpoint: 'https://s3.dualstack.eu-west-1.amazonaws.com' },
      'https://photos.s3.dualstack.eu-west-1.amazonaws.com/a%2B%C3%A4/b%20%271%27',
    ],
    [
      'is a path at AWS when the profile says so',
      { bucket: 'photos', pathStyle: true },
      'https://s3.us-east-1.amazonaws.com/photos/a%2B%C3%A4/b%20%271%27',
    ],
  ] as const) {
    it(title, () => {
      assert.equal(bucketAddress(profile).urlOf("a+ä/b '1'").href, url);
    });
  }

  it('binds secrets to the service, not to the bucket', () => {
    assert.equal(bucketAddress({ bucket: 'photos' }).origin, 'https://s3.us-east-1.amazonaws.com');
    assert.equal(bucketAddress({ bucket: 'a', endpoint: 'http://h:1/' }).origin, 'http://h:1');
  });

  it('keeps what a URL would take for something else', () => {
    const address = bucketAddress({ bucket: 'b', endpoint: 'http://h' });
    assert.equal(address.urlOf('a?b#c%41//d;e=f&g').href, 'http://h/b/a%3Fb%23c%2541//d%3Be%3Df%26g');
    assert.equal(address.urlOf('!*()').href, 'http://h/b/%21%2A%28%29');
  });
});
