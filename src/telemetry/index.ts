export { authListener, configListener, connectionListener, reloadListener } from './door-listener.ts';
export { EndpointLog } from './endpoint-log.ts';
export { heartListener } from './heart-listener.ts';
export { createLogger } from './logger.ts';
export { Metrics } from './metrics.ts';
export { requestListener } from './request-listener.ts';
export { sinkListener, streamListener } from './stream-listener.ts';
