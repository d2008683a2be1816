import type { Programs } from '../../processes/programs.ts';
import type { Best } from '../best.ts';
import { type Peer, settingsText } from '../peer.ts';
import { exchange } from '../requests/numbered.ts';
import { Stage } from '../stage.ts';
import { judgeKeys, judgePaths, judgePoison, type PoisonFound, type Share } from './judge.ts';
import { askAtOnce, POISON, type Question } from './probe.ts';
import { ProbeModel } from './probe-model.ts';

/** What a peer makes of requests that are not all alike and well. */
export interface Faults {
  readonly peer: string;
  readonly settings: string;
  readonly poison: PoisonFound;
  /** Of those that pass requests on to a path of theirs: */
  readonly misrouted?: Share;
  readonly keysDropped?: Share;
}

const AT_ONCE = 8;
const KEY = 'parameters';

/** Asked with the settings that are best at 64 clients: their batches hold several requests. */
export async function findFaults(programs: Programs, peer: Peer, best: Best): Promise<Faults> {
  const model = new ProbeModel();
  const stage = new Stage(programs, await model.listen());
  const settings = best[peer.name]?.at['64']?.settings ?? peer.grid.at(-1) ?? {};
  try {
    const { url } = await stage.bring(peer, settings);
    const about = { peer: peer.name, settings: settingsText(settings) };
    const probes = new Probes(peer, url, model);
    const poison = await probes.poison();
    if (peer.otherPath === undefined) return { ...about, poison };
    return { ...about, poison, misrouted: await probes.paths(peer.otherPath), keysDropped: await probes.keys() };
  } finally {
    await stage.clear();
    model.close();
  }
}

class Probes {
  readonly #peer: Peer;
  readonly #url: string;
  readonly #model: ProbeModel;
  #lastId = 0;

  constructor(peer: Peer, url: string, model: ProbeModel) {
    this.#peer = peer;
    this.#url = url;
    this.#model = model;
  }

  async poison(): Promise<PoisonFound> {
    // The first call keeps the model busy, so that the others wait together.
    const ids = this.#ids();
    const poison = ids[AT_ONCE - 2] ?? 0;
    const replies = await this.#ask(ids.map((id) => this.#question(id, id === poison ? POISON : 'the tide comes in')));
    return judgePoison(replies, this.#model.calls, poison);
  }

  async paths(otherPath: string): Promise<Share> {
    const pathOf = new Map(this.#ids().map((id) => [id, id % 2 === 0 ? this.#peer.path : otherPath]));
    await this.#ask([...pathOf].map(([id, path]) => ({ ...this.#question(id), url: `${this.#url}${path}` })));
    return judgePaths(pathOf, this.#model.calls);
  }

  async keys(): Promise<Share> {
    const questions = this.#ids().map((id) => this.#question(id));
    await this.#ask(questions.map((question) => ({ ...question, body: withKey(question.body) })));
    return judgeKeys(KEY, this.#model.calls);
  }

  #ask(questions: readonly Question[]): ReturnType<typeof askAtOnce> {
    this.#model.calls.length = 0;
    return askAtOnce(questions);
  }

  #ids(): number[] {
    return Array.from({ length: AT_ONCE }, () => (this.#lastId += 1));
  }

  #question(id: number, text = 'the tide comes in'): Question {
    return { id, url: `${this.#url}${this.#peer.path}`, ...exchange(this.#peer.dialect, { id, text }) };
  }
}

function withKey(body: string): string {
  return JSON.stringify({ ...(JSON.parse(body) as object), [KEY]: { temperature: 0 } });
}
