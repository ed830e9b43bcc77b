/** Entry of a thread that runs networks in fixed point on the pictures it is sent, one after the other. */
import { parentPort, workerData } from 'node:worker_threads';
import { discard } from '../promptMemory.ts';
import { startNetworks, type NetworkRequest, type PackedNetworks } from './networks.ts';

const networks = startNetworks(workerData as PackedNetworks);

parentPort?.on('message', ({ network, pictures }: NetworkRequest) => {
  const result = networks[network].run(pictures);
  discard(pictures.data);
  parentPort?.postMessage(result, [result.data.buffer]);
});
