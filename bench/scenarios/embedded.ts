import { gateway } from '../contestants/gateway.ts';
import { BATCHING_OFF } from '../contestants/gateway-config.ts';
import { ask } from '../load/ask.ts';
import { echoed } from '../load/echoed.ts';
import { SHORT_TEXTS, shortTexts } from '../load/short-texts.ts';
import { throughput } from '../measure/ratio.ts';
import type { Scenario } from '../scenario.ts';
import { clientLoads } from './client-loads.ts';

const upstream = { type: 'embedded' };

export const embedded: Scenario = {
  name: 'embedded',
  title: 'Embedded model',
  facts: 'sentence embeddings of texts of 2 to 6 words, on the CPU',
  loads: (plan) => clientLoads(plan, [1, 2, 4, 8, 16, 32, 64, 128]),
  async start(programs) {
    let sampleReply = '';
    const workloadAt = async (url: string) => {
      sampleReply = await ask(url, JSON.stringify({ inputs: SHORT_TEXTS[0] }));
      return shortTexts((body) => ask(url, body));
    };
    const on = { name: 'gateway', label: 'Tidegate', endpoints: { bench: { upstream } } };
    const off = { bench: { upstream, batching: BATCHING_OFF } };
    return {
      contestants: [
        await gateway(programs, { ...on, workloadAt }),
        await gateway(programs, { name: 'gateway-unbatched', label: 'Tidegate, batching off', endpoints: off, workloadAt }),
      ],
      ceilingWorkload: echoed([sampleReply]),
      ratios: ['1 client', '16 clients', '64 clients'].map((load) => throughput('gateway', 'gateway-unbatched', load)),
    };
  },
};
