// Mocha's browser bundle leaves its class on the global object; the suite takes it as a module in both hosts.

import '../../../node_modules/mocha/mocha.js';

export default (globalThis as unknown as { Mocha: unknown }).Mocha;
