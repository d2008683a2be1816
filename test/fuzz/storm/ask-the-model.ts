import type { Sample } from '../inputs/samples.ts';

/** The samples with what the model says to each alone; without where it refuses. */
export async function askTheModel(url: string, samples: readonly Sample[]): Promise<Sample[]> {
  const asked: Sample[] = [];
  for (const sample of samples) {
    const { contract, contentType, accept, body } = sample;
    const reply = await fetch(`${url}/${contract}/invocations`, {
      method: 'POST',
      headers: { 'content-type': contentType, accept },
      body: new Uint8Array(Buffer.from(body, 'latin1')),
    });
    const answer = Buffer.from(await reply.arrayBuffer()).toString('latin1');
    asked.push(reply.status === 200 ? { ...sample, answer } : sample);
  }
  return asked;
}
