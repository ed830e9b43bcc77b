import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import type { Planes } from '../../../src/node/ocr/fixedPoint/backbone.ts';
import { Head, type PackedHead } from '../../../src/node/ocr/fixedPoint/head.ts';
import type { PackedLayer } from '../../../src/node/ocr/fixedPoint/layers.ts';
import type { PackedNetworks } from '../../../src/node/ocr/fixedPoint/networks.ts';
import { assetsFolder } from './pictures.ts';

/** A network as build/onnxFile.js takes it. */
export interface Network {
  readonly ir_version: number;
  readonly opset_import: readonly { readonly domain: string; readonly version: number }[];
  readonly graph: Graph;
}

interface Graph {
  readonly name: string;
  readonly node: readonly GraphNode[];
  readonly initializer: readonly object[];
  readonly input: readonly object[];
  readonly output: readonly object[];
}

export interface GraphNode {
  readonly op_type: string;
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly attribute: readonly object[];
}

interface PackedBytes {
  joined(): Uint8Array<ArrayBuffer>;
}

interface Build {
  encodeNetwork(network: Network): Uint8Array;
  takeBackbone(network: Network): readonly object[];
  takeDetector(network: Network): object;
  packBackbone(
    layers: readonly object[],
    ranges: Readonly<Record<string, number>>,
    bytes: PackedBytes,
  ): readonly PackedLayer[];
  packChain(
    layers: readonly object[],
    input: { readonly scale: number; readonly channels: number },
    ranges: Readonly<Record<string, number>>,
    bytes: PackedBytes,
  ): { readonly layers: readonly PackedLayer[] };
  readonly PackedBytes: new () => PackedBytes;
}

/** Numbers from -1 to 1, the same each time. */
export function noise(length: number, seed: number): Float32Array<ArrayBuffer> {
  let state = seed;
  return Float32Array.from({ length }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 1_073_741_824 - 1;
  });
}

export function pictures(count: number, height: number, width: number): Planes {
  return { data: noise(count * 3 * height * width, width), count, channels: 3, height, width };
}

/** What the build does to networks. */
export async function buildSteps(): Promise<Build> {
  const names = ['onnxFile', 'backbone', 'detector', 'packLayers'];
  const modules = await Promise.all(
    names.map((name) => import(new URL(`../../../build/${name}.js`, import.meta.url).href) as Promise<object>),
  );
  return Object.assign({}, ...modules) as Build;
}

export async function builtKernels(): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await readFile(join(assetsFolder, 'kernels.wasm')));
}

/** The networks in fixed point as the build left them. */
export async function builtNetworks(): Promise<PackedNetworks> {
  const { detector, backbone } = await builtLayers();
  const weightsFile = join(assetsFolder, 'layers.weights');
  return { detector, backbone, weightsFile, kernels: await builtKernels() };
}

/** The recognition network's head as the build left it. */
export async function builtHead(): Promise<Head> {
  const { head } = await builtLayers();
  return new Head(head, join(assetsFolder, 'head.weights'), await builtKernels());
}

async function builtLayers(): Promise<Pick<PackedNetworks, 'detector' | 'backbone'> & { readonly head: PackedHead }> {
  const file = await readFile(join(assetsFolder, 'layers.json'), 'utf8');
  return JSON.parse(file) as Awaited<ReturnType<typeof builtLayers>>;
}

/** What a network of one input and one output makes of pictures. */
export async function runNetwork(file: Uint8Array, { data, count, channels, height, width }: Planes): Promise<Tensor> {
  const session = await InferenceSession.create(file);
  const input = new Tensor('float32', data, [count, channels, height, width]);
  const output = await session.run({ [session.inputNames[0] ?? '']: input });
  await session.release();
  const [tensor] = Object.values(output);
  if (!tensor) throw new Error('The network has no output.');
  return tensor;
}
