declare module 'fastify' {
  interface FastifyRequest {
    /** Monotonic time at which the body began to arrive; 0 when there was none. */
    arrivedAt: number;
  }
}

export {};
