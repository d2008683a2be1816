/** The endpoint refuses every call, or cannot be reached: there is nothing to find out about what it answers. */
export class EndpointUnusable extends Error {
  override readonly name = 'EndpointUnusable';
}
