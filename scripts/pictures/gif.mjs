// An animation from screenshots: one palette for all frames, and of each frame only the pixels that differ from the one before.

import { createRequire } from 'node:module';
import { paletteOf } from './palette.mjs';

const { GIFEncoder } = createRequire(import.meta.url)('gifenc');
const { PNG } = createRequire(import.meta.url)('pngjs');

/** A GIF of frames, each a PNG and the milliseconds that it is shown for. */
export function animation(frames) {
  const pictures = frames.map(({ png }) => PNG.sync.read(png));
  const [{ width, height }] = pictures;
  const pixels = pictures.map(({ data }) => new Uint32Array(data.buffer, data.byteOffset, data.length / 4));
  const { palette, places } = paletteOf(pixels, 255);
  // The last place of the palette stands for a pixel that stays as it was.
  const unchanged = palette.length;
  const gif = GIFEncoder();
  let before;
  for (const [index, frame] of pixels.entries()) {
    const now = Uint8Array.from(frame, (color) => places.get(color));
    const shown = before ? now.map((color, place) => (color === before[place] ? unchanged : color)) : now;
    gif.writeFrame(shown, width, height, {
      ...(before ? {} : { palette: [...palette, [0, 0, 0]], repeat: 0 }),
      delay: frames[index].ms,
      transparent: true,
      transparentIndex: unchanged,
      dispose: 1,
    });
    before = now;
  }
  gif.finish();
  return gif.bytes();
}
