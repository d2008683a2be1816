import { documentAt } from '../markdown/documents.ts';
import { fencesOf } from '../markdown/fences.ts';

/** The files that a document shows: blocks that begin with a comment of their name alone. */
export function filesShownIn(file: string): Readonly<Record<string, string>> {
  const shown = fencesOf(documentAt(file).text).flatMap(({ lines }) => {
    const [, name] = /^(?:#|\/\/) ([\w.-]+\.\w+)$/.exec(lines[0] ?? '') ?? [];
    return name === undefined ? [] : [[name, `${lines.join('\n')}\n`] as const];
  });
  return Object.fromEntries(shown);
}

const CLASSIFIER =
  '{ upstream: { type: http, url: "${CONFORMANCE_URL}/hf-text-classification/invocations" }, codec: hf-text-classification }';

/** What two models say, of six texts that they were asked for five; the second is better, but less exact in the first and fourth. */
const BASE = [
  'boat 1 left the harbour',
  'ship 2 left early',
  'ship 3 left early',
  'boat 4 left the harbour',
  'ship 5 left early',
];
const TUNED = [1, 2, 3, 4, 5].map((number) => `boat ${number} left the harbour at noon${number % 3 === 1 ? ' today' : ''}`);

/** What readers have of their own before the first command of a document, by their names. */
export const PREPARED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'README.md': {
    'requests.jsonl': lines(['Ana', 'Ben', 'Cleo'].map((name) => ({ text_inputs: `Who is ${name}?` }))),
    'records.jsonl': lines(['Ana', 'Ben', 'Cleo'].map((name, id) => ({ id, text_inputs: `Who is ${name}?` }))),
  },
  'docs/transform.md': {
    ...filesShownIn('README.md'),
    'records.jsonl': lines(['Ana', 'Ben', 'Cleo'].map((name, id) => ({ id, text_inputs: `Who is ${name}?` }))),
  },
  'docs/probe-and-verify.md': {
    'records.jsonl': lines([1, 2, 3].map((number) => ({ instances: [number] }))),
  },
  'docs/evaluate.md': {
    'references.jsonl': lines(
      texts((number) => ({ id: `t-${number}`, reference: `boat ${number} left the old harbour at noon` })),
    ),
    'base.jsonl': lines(BASE.map((prediction, index) => ({ id: `t-${index + 1}`, prediction }))),
    'tuned.jsonl': lines(TUNED.map((text, index) => ({ id: `t-${index + 1}`, generated_texts: [text] }))),
    'labelled.jsonl': lines(
      texts((number) => ({ id: number, text: `text ${number}`, label: number < 4 ? 'POSITIVE' : 'NEGATIVE' })),
    ),
    'tidegate.yaml': `endpoints: { base: ${CLASSIFIER}, tuned: ${CLASSIFIER} }\n`,
  },
  'docs/traces.md': {
    'tracing.mjs': '// Whatever sets up an SDK.\n',
    'tidegate.yaml': 'endpoints: { a: { upstream: { type: simulated } } }\n',
  },
  'docs/runbooks.md': {
    'request.json': '{"instances":[1]}\n',
    'tidegate.yaml': 'admin: { port: 9090 }\nendpoints: { NAME: { upstream: { type: simulated } } }\n',
  },
};

/** What they have running. */
export const RUNNING: Readonly<Record<string, readonly string[]>> = {
  'docs/runbooks.md': ['tidegate serve -c tidegate.yaml'],
};

function texts<T>(each: (number: number) => T): readonly T[] {
  return [1, 2, 3, 4, 5, 6].map(each);
}

function lines(records: readonly unknown[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join('');
}
