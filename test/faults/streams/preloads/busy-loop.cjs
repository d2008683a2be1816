/** Loaded into a gateway before it: blocks its event loop for so long at each SIGUSR2. */
process.on('SIGUSR2', () => {
  const until = performance.now() + Number(process.env.BLOCK_MS);
  while (performance.now() < until);
});
