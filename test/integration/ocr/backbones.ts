import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import type { PackedBackbone, Planes } from '../../../src/node/ocr/fixedPoint/backbone.ts';
import { Head, type PackedHead } from '../../../src/node/ocr/fixedPoint/head.ts';
import type { PackedLayer } from '../../../src/node/ocr/fixedPoint/layers.ts';
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

interface Build {
  encodeNetwork(network: Network): Uint8Array;
  takeBackbone(network: Network): readonly object[];
  packLayers(
    layers: readonly object[],
    ranges: Readonly<Record<string, number>>,
  ): { readonly layers: readonly PackedLayer[]; readonly bytes: Uint8Array };
}

/** What the build does to networks. */
export async function buildSteps(): Promise<Build> {
  const names = ['onnxFile', 'backbone', 'packLayers'];
  const modules = await Promise.all(
    names.map((name) => import(new URL(`../../../build/${name}.js`, import.meta.url).href) as Promise<object>),
  );
  return Object.assign({}, ...modules) as Build;
}

export async function builtKernels(): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await readFile(join(assetsFolder, 'kernels.wasm')));
}

/** The recognition network's backbone as the build left it. */
export async function builtBackbone(): Promise<PackedBackbone> {
  const { backbone: layers } = await builtRecognition();
  return { layers, weights: await readFile(join(assetsFolder, 'backbone.weights')), kernels: await builtKernels() };
}

/** The recognition network's head as the build left it. */
export async function builtHead(): Promise<Head> {
  const { head } = await builtRecognition();
  return new Head(head, await readFile(join(assetsFolder, 'head.weights')), await builtKernels());
}

async function builtRecognition(): Promise<{ readonly backbone: readonly PackedLayer[]; readonly head: PackedHead }> {
  const file = await readFile(join(assetsFolder, 'recognition.json'), 'utf8');
  return JSON.parse(file) as Awaited<ReturnType<typeof builtRecognition>>;
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
