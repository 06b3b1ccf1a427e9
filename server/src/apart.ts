// The thread that looks at a large file as a whole, so that the server's own keeps answering.
import { parentPort, workerData } from 'node:worker_threads';
import type { ApartRequest } from './service';

/** The service is a bundle of its own beside this one (scripts/bundles.mjs). */
const { answerApart }: typeof import('./service') = require('./service');

parentPort?.postMessage(answerApart(workerData as ApartRequest));
