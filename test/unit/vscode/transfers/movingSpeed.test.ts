import assert from 'node:assert/strict';
import { MovingSpeed } from '../../../../src/vscode/transfers/movingSpeed.ts';

describe('The speed of a file', () => {
  it('is not known after one look', () => {
    assert.equal(new MovingSpeed(0, 0).bytesPerSecond, undefined);
  });

  it('is what moved between two looks', () => {
    const speed = new MovingSpeed(1000, 0);
    speed.look(2000, 500);
    assert.equal(speed.bytesPerSecond, 2000);
  });

  it('follows a change within some seconds, and not at once', () => {
    const speed = new MovingSpeed(0, 0);
    speed.look(1000, 1000);
    speed.look(11_000, 2000);
    const soon = speed.bytesPerSecond ?? 0;
    assert.ok(soon > 1000 && soon < 5000, String(soon));
    for (let second = 3; second <= 20; second++) speed.look(11_000 + (second - 2) * 10_000, second * 1000);
    assert.ok((speed.bytesPerSecond ?? 0) > 9900);
  });

  it('is never below nothing, when bytes were sent in vain', () => {
    const speed = new MovingSpeed(1000, 0);
    speed.look(0, 1000);
    assert.equal(speed.bytesPerSecond, 0);
  });

  it('tells for how long no byte has moved', () => {
    const speed = new MovingSpeed(0, 0);
    speed.look(10, 1000);
    speed.look(10, 5000);
    assert.equal(speed.stillFor(13_000), 12_000);
    speed.look(20, 14_000);
    assert.equal(speed.stillFor(14_000), 0);
  });
});
