/**
 * Loaded into the emulator's process before it: it binds to all addresses, and here to the loopback alone; it ignores signals,
 * and here ends with the process that started it; and its clock can be put forward by a message.
 */
const net = require('node:net');

const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function listenOnLoopback(first, ...rest) {
  if (typeof first === 'object' && first !== null && 'port' in first)
    return listen.call(this, { ...first, host: '127.0.0.1' }, ...rest);
  return listen.call(this, first, '127.0.0.1', ...rest.filter((each) => typeof each !== 'string'));
};

// Its wall clock is this sum with what passed since; its timers have another.
const origin = performance.timeOrigin;
let aheadMs = 0;
Object.defineProperty(performance, 'timeOrigin', { get: () => origin + aheadMs });

process.on('message', ({ advanceMs }) => {
  aheadMs += advanceMs;
  process.send({ aheadMs });
});
process.on('disconnect', () => process.exit());
