/** `node bench/libStorage.ts ENDPOINT FILE`: @aws-sdk/lib-storage as its documentation shows it. */
import { createReadStream } from 'node:fs';
import { S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';

const [endpoint = '', file = ''] = process.argv.slice(2);
const client = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true });
const params = { Bucket: 'bench', Key: 'file', Body: createReadStream(file) };
await new Upload({ client, params, queueSize: 4, partSize: 16 * 1024 * 1024 }).done();
