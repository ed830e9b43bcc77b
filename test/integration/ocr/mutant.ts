/** Numbers from 0 to 1, the same each time (Park and Miller 1988). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** The file cut off, or with some bytes of its head or of all of it changed. */
export function mutant(file: Uint8Array, seed: number): Uint8Array {
  const random = randomNumbers(seed * 7_919);
  const below = (limit: number) => Math.floor(random() * limit);
  const changed = Uint8Array.from(file);
  if (seed % 4 === 0) return changed.subarray(0, below(file.length));
  const reach = seed % 4 === 1 ? file.length : Math.min(file.length, 400);
  for (let left = 1 + below(12); left > 0; left--) changed[below(reach)] = below(256);
  return changed;
}
