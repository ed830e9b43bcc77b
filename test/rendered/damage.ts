import { createCanvas, type Canvas, type SKRSContext2D } from '@napi-rs/canvas';
import type { Random } from './random.ts';

/** Makes a picture worse, in one way; the picture that it was given stays as it is. */
type Damage = (picture: Canvas, random: Random) => Canvas;

/** What lies around the paper. */
const table = '#8a7f72';

/** What becomes of receipts between the printer and the camera. */
export const damages = {
  /** Turned by 3 to 15 degrees, either way. */
  skew: (picture, random) => skewed(picture, random.between(3, 15) * (random.chance(0.5) ? 1 : -1)),
  blur: (picture, random) => blurred(picture, random.between(1, 1.6)),
  noise: (picture, random) => noisy(picture, random, random.between(30, 55)),
  /** A pale print on greyish paper. */
  lowContrast: (picture, random) => faded(picture, random.between(0.65, 0.8)),
  shadow: (picture, random) => shadowed(picture, random),
  /** Compressed until blocks are seen. */
  compression: (picture) => picture,
  /** Held at an angle: one end of the paper is farther away. */
  perspective: (picture, random) => inPerspective(picture, random.between(0.06, 0.14)),
  /** All that a photo taken in a hand has, each a little. */
  photo: (picture, random) => {
    const tilted = inPerspective(skewed(picture, random.between(-5, 5)), random.between(0.02, 0.07));
    return noisy(blurred(shadowed(tilted, random), 0.7), random, 15);
  },
} as const satisfies Readonly<Record<string, Damage>>;

export type DamageName = keyof typeof damages;

export const damageNames = Object.keys(damages) as readonly DamageName[];

/** By degrees, clockwise; the picture grows so that nothing is cut off. */
function skewed(picture: Canvas, degrees: number): Canvas {
  const angle = (degrees * Math.PI) / 180;
  const [sine, cosine] = [Math.abs(Math.sin(angle)), Math.abs(Math.cos(angle))];
  const { width, height } = picture;
  return painted(width * cosine + height * sine, width * sine + height * cosine, (context, canvas) => {
    context.translate(canvas.width / 2, canvas.height / 2);
    context.rotate(angle);
    context.drawImage(picture, -width / 2, -height / 2);
  });
}

/** By a radius in pixels. */
function blurred(picture: Canvas, radius: number): Canvas {
  return painted(picture.width, picture.height, (context) => {
    context.filter = `blur(${radius}px)`;
    context.drawImage(picture, 0, 0);
  });
}

/** Each pixel brighter or darker by up to so much of 255. */
function noisy(picture: Canvas, random: Random, strength: number): Canvas {
  return painted(picture.width, picture.height, (context, canvas) => {
    context.drawImage(picture, 0, 0);
    const image = context.getImageData(0, 0, canvas.width, canvas.height);
    const { data } = image;
    for (let at = 0; at < data.length; at += 4) {
      const change = random.between(-strength, strength);
      for (let channel = at; channel < at + 3; channel++) data[channel] = (data[channel] ?? 0) + change;
    }
    context.putImageData(image, 0, 0);
  });
}

/** So much of the difference between ink and paper gone, 0 to 1. */
function faded(picture: Canvas, part: number): Canvas {
  return painted(picture.width, picture.height, (context, canvas) => {
    context.drawImage(picture, 0, 0);
    context.globalAlpha = part;
    context.fillStyle = '#c9c6c0';
    context.fillRect(0, 0, canvas.width, canvas.height);
  });
}

/** Of what stands between lamp and paper, across the picture. */
function shadowed(picture: Canvas, random: Random): Canvas {
  return painted(picture.width, picture.height, (context, canvas) => {
    context.drawImage(picture, 0, 0);
    const { width, height } = canvas;
    const sloped = random.between(0, width);
    const shade = context.createLinearGradient(sloped, 0, width - sloped, height);
    const edge = random.between(0.25, 0.6);
    shade.addColorStop(0, 'rgb(0 0 0 / 0.1)');
    shade.addColorStop(edge, 'rgb(0 0 0 / 0.15)');
    shade.addColorStop(Math.min(1, edge + 0.12), 'rgb(0 0 0 / 0.6)');
    shade.addColorStop(1, 'rgb(0 0 0 / 0.45)');
    context.fillStyle = shade;
    context.fillRect(0, 0, width, height);
  });
}

/** The upper end narrower by so much, 0 to 1. */
function inPerspective(picture: Canvas, part: number): Canvas {
  const { width, height } = picture;
  return painted(width, height, (context) => {
    for (let y = 0; y < height; y++) {
      const wide = width * (1 - part * (1 - y / height));
      context.drawImage(picture, 0, y, width, 1, (width - wide) / 2, y, wide, 1);
    }
  });
}

function painted(width: number, height: number, paint: (context: SKRSContext2D, canvas: Canvas) => void): Canvas {
  const canvas = createCanvas(Math.round(width), Math.round(height));
  const context = canvas.getContext('2d');
  context.fillStyle = table;
  context.fillRect(0, 0, canvas.width, canvas.height);
  paint(context, canvas);
  return canvas;
}
