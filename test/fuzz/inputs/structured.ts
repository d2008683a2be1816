import { oddBody } from './bodies.ts';
import { type Credentials, NOT_ASKED } from './credentials.ts';
import type { Dice } from './dice.ts';
import { chunked, plain } from './framing.ts';
import { oddHeaders, oddType } from './header-lines.ts';
import type { Input } from './input.ts';
import type { Sample } from './samples.ts';
import { oddMethod, oddPath, oddQuery } from './targets.ts';

/** Of endpoints whose model may be down: a container answers some bad bodies 500. */
const BREAKER = ['BREAKER_OPEN', 'UPSTREAM_THROTTLED'];
const LATE = ['WOULD_MISS_DEADLINE', 'DEADLINE_PASSED'];

export type Structured = Omit<Input, 'index' | 'ending' | 'isWhole'>;

interface Draft {
  readonly kind: string;
  readonly method?: string;
  readonly target: string;
  /** undefined: a route of no endpoint. */
  readonly endpoint?: string;
  readonly contentType?: string | undefined;
  readonly headers?: string;
  readonly body: string;
  readonly answer?: string | undefined;
  readonly mayFail?: readonly string[];
}

type Make = (samples: readonly Sample[], dice: Dice) => Draft;

const invocations = (endpoint: string): { target: string; endpoint: string } => ({
  target: `/endpoints/${endpoint}/invocations`,
  endpoint,
});

const valid: Make = (samples, dice) => {
  const { contract, contentType, accept, body, answer } = dice.pick(samples);
  const to = invocations(`real-${contract}`);
  return { kind: 'valid', ...to, contentType, headers: `Accept: ${accept}\r\n`, body, answer, mayFail: BREAKER };
};

const echoed: Make = (_, dice) => {
  const list = `[${Array.from({ length: 1 + dice.below(3) }, () => `[${dice.below(1e6)}, ${dice.below(1e6)}]`).join(',')}]`;
  const to = dice.chance(0.5) ? invocations('echo') : { target: '/invocations', endpoint: 'echo' };
  const contentType = 'application/json';
  return { kind: 'echoed', ...to, contentType, body: `{"instances":${list}}`, answer: `{"predictions":${list}}` };
};

const badBody: Make = (samples, dice) => {
  const sample = dice.pick(samples);
  const body = oddBody(sample, dice.pick(samples), dice);
  const roll = dice.below(10);
  const { accept, contentType } = sample;
  const headers = `Accept: ${accept}\r\n${dice.chance(0.1) ? oddHeaders(dice) : ''}`;
  if (roll < 5) return { kind: 'bad body', ...invocations(`sim-${sample.contract}`), contentType, headers, body };
  if (roll < 8) return { kind: 'bad body', ...invocations('echo'), contentType: 'application/json', headers, body };
  return {
    kind: 'bad body, strict model',
    ...invocations(`real-${sample.contract}`),
    contentType,
    headers,
    body,
    mayFail: BREAKER,
  };
};

const badHeaders: Make = (samples, dice) => {
  const { contract, contentType, accept, body } = dice.pick(samples);
  const type = dice.chance(0.6) ? oddType(dice) : contentType;
  const headers = `${dice.chance(0.5) ? `Accept: ${accept}\r\n` : ''}${oddHeaders(dice)}`;
  const isReal = dice.chance(0.2);
  const to = invocations(`${isReal ? 'real' : 'sim'}-${contract}`);
  return { kind: 'odd headers', ...to, contentType: type, headers, body, mayFail: isReal ? BREAKER : [] };
};

const elsewhere: Make = (samples, dice) => {
  const { contentType, body } = dice.pick(samples);
  const target = dice.chance(0.8) ? oddPath(dice) : `/invocations${oddQuery(dice)}`;
  const headers = dice.chance(0.3) ? oddHeaders(dice) : '';
  const type = dice.chance(0.7) ? contentType : oddType(dice);
  const withBody = dice.chance(0.5);
  return {
    kind: 'odd target',
    method: oddMethod(dice),
    target,
    // Some of them are the default endpoint.
    ...(target.includes('invocations') ? { endpoint: 'echo' } : {}),
    ...(withBody ? { contentType: type } : {}),
    headers,
    body: withBody ? body : '',
  };
};

const flaky: Make = (_, dice) => {
  const body = `{"instances":[${dice.pick(['1', '"poison"', '[2]'])}]}`;
  const mayFail = ['BREAKER_OPEN'];
  return { kind: 'flaky model', ...invocations('flaky'), contentType: 'application/json', body, mayFail };
};

const MAKERS: readonly Make[] = [
  ...Array<Make>(3).fill(valid),
  ...Array<Make>(3).fill(echoed),
  ...Array<Make>(7).fill(badBody),
  ...Array<Make>(3).fill(badHeaders),
  ...Array<Make>(4).fill(elsewhere),
];

/** One request that is HTTP by the grammar, and leaves its connection open. */
export function structured(samples: readonly Sample[], dice: Dice, credentials: Credentials): Structured {
  const make = dice.chance(0.005) ? flaky : dice.pick(MAKERS);
  return request(make(samples, dice), dice, credentials);
}

function request(draft: Draft, dice: Dice, credentials: Credentials): Structured {
  const { kind, method = 'POST', target, endpoint, contentType, headers = '', body, answer, mayFail = [] } = draft;
  const type = contentType === undefined ? '' : `Content-Type: ${contentType}\r\n`;
  const expect = dice.chance(0.02)
    ? `Expect: ${dice.pick(['100-continue', '100-Continue', '100-continue', 'x', 'a=b'])}\r\n`
    : '';
  const parts = { method, target, headers: `${credentials.lines}${type}${expect}${headers}`, body };
  const bytes = dice.chance(0.1) ? chunked(parts, dice) : plain(parts);
  const isLetIn = endpoint === undefined ? credentials.isOperator : credentials.covers(endpoint);
  return {
    kind,
    bytes,
    isHead: method === 'HEAD',
    ...(isLetIn ? { answer } : {}),
    ...(credentials !== NOT_ASKED && !isLetIn && endpoint !== undefined && kind !== 'odd target'
      ? { statuses: [400, 401, 403, 415] }
      : {}),
    mayFail: /x-tidegate-timeout-ms/i.test(bytes) ? [...mayFail, ...LATE] : mayFail,
    isLetIn,
  };
}
