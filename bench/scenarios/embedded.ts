import type { Contestant } from '../contestants/contestant.ts';
import { type GatewayUnderTest, gateway } from '../contestants/gateway.ts';
import { BATCHING_OFF } from '../contestants/gateway-config.ts';
import { ask } from '../load/ask.ts';
import { echoed } from '../load/echoed.ts';
import { SHORT_TEXTS, shortTexts } from '../load/short-texts.ts';
import type { Ratio } from '../measure/ratio.ts';
import type { Programs } from '../processes/programs.ts';
import type { Scenario } from '../scenario.ts';

const UPSTREAM = { type: 'embedded' };

export const embedded: Scenario = {
  name: 'embedded',
  title: 'Embedded model',
  facts: 'sentence embeddings of texts of 2 to 6 words, on the CPU',
  async start(programs) {
    let sampleReply = '';
    const workloadAt = async (url: string) => {
      sampleReply = await ask(url, JSON.stringify({ inputs: SHORT_TEXTS[0] }));
      return shortTexts((body) => ask(url, body));
    };
    const contestants = await onAndOff(programs, workloadAt);
    return { contestants, ceilingWorkload: echoed([sampleReply]), ratios: RATIOS };
  },
};

async function onAndOff(programs: Programs, workloadAt: GatewayUnderTest['workloadAt']): Promise<Contestant[]> {
  const on = { name: 'gateway', label: 'Tidegate', endpoint: { upstream: UPSTREAM } };
  const off = { upstream: UPSTREAM, batching: BATCHING_OFF };
  return [
    await gateway(programs, { ...on, workloadAt }),
    await gateway(programs, { name: 'gateway-unbatched', label: 'Tidegate, batching off', endpoint: off, workloadAt }),
  ];
}

const RATIOS: readonly Ratio[] = [1, 16, 64].map((clients) => ({
  what: 'batching on / off',
  of: 'gateway',
  to: 'gateway-unbatched',
  clients,
  measure: 'perSecond',
  as: 'share',
}));
