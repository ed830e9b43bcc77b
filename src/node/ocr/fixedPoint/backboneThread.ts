/** Entry of a thread that computes the backbone of the pictures it is sent, one batch after the other. */
import { parentPort, workerData } from 'node:worker_threads';
import { discard } from '../promptMemory.ts';
import { Backbone, type PackedBackbone, type Planes } from './backbone.ts';

const packed = workerData as PackedBackbone;
const backbone = new Backbone(packed);
discard(packed.weights);

parentPort?.on('message', (pictures: Planes) => {
  const features = backbone.run(pictures);
  discard(pictures.data);
  parentPort?.postMessage(features, [features.data.buffer]);
});
