// The colours of screenshots.

/**
 * The colours that are used most, as they are: a window has few, and what is left are the edges of letters, which take the
 * nearest one. Also the place of every colour in the palette.
 * @param pictures The pixels of each picture, as they lie in memory.
 * @param size How many colours there may be.
 */
export function paletteOf(pictures, size) {
  const counts = new Map();
  for (const pixels of pictures) for (const color of pixels) counts.set(color, (counts.get(color) ?? 0) + 1);
  const byUse = [...counts].sort(([, one], [, other]) => other - one).map(([color]) => color);
  const palette = byUse.slice(0, size).map(parts);
  return { palette, places: new Map(byUse.map((color, index) => [color, index < size ? index : nearest(palette, parts(color))])) };
}

/** Red, green and blue of a pixel as it lies in memory. */
function parts(color) {
  return [color & 255, (color >> 8) & 255, (color >> 16) & 255];
}

function nearest(palette, [red, green, blue]) {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const [index, [r, g, b]] of palette.entries()) {
    const distance = (r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2;
    if (distance >= least) continue;
    best = index;
    least = distance;
  }
  return best;
}
