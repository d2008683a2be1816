import type { Dice } from './dice.ts';
import { type Span, type SpannedJson, spansOf } from './json-spans.ts';
import { nested, oddValue } from './odd-json.ts';

type Mutation = (text: string, span: Span, dice: Dice) => string;

const replace: Mutation = (text, { start, end }, dice) => text.slice(0, start) + oddValue(dice) + text.slice(end);
const wrap: Mutation = (text, { start, end }, dice) =>
  text.slice(0, start) + nested(dice, text.slice(start, end)) + text.slice(end);
const repeat: Mutation = (text, { start, end }, dice) =>
  text.slice(0, end) + `,${text.slice(start, end)}`.repeat(1 + dice.below(dice.chance(0.02) ? 2000 : 4)) + text.slice(end);
const remove: Mutation = (text, { start, end }) => text.slice(0, start) + text.slice(end);
const truncate: Mutation = (text, { start }, dice) => text.slice(0, start + dice.below(3));

const OF_VALUES: readonly Mutation[] = [replace, replace, replace, replace, wrap, repeat, remove, truncate];

const NAMES = [
  '"__proto__"',
  '"constructor"',
  '"inputs"',
  '"instances"',
  '"parameters"',
  '"id"',
  '"shape"',
  '"data"',
  '""',
  '"\\u0069nputs"',
  'a',
  '1',
];

const insert: Mutation = (text, { start }, dice) =>
  `${text.slice(0, start)}${dice.pick(NAMES)}:${oddValue(dice)},${text.slice(start)}`;
const rename: Mutation = (text, { start }, dice) =>
  text.slice(0, start) + dice.pick(NAMES) + text.slice(text.indexOf(':', start));
const duplicate: Mutation = (text, { start, end }, dice) =>
  `${text.slice(0, end)},${text.slice(start, text.indexOf(':', start))}:${oddValue(dice)}${text.slice(end)}`;

const OF_MEMBERS: readonly Mutation[] = [insert, insert, rename, duplicate, remove, repeat, truncate];

/** The same JSON with one thing about it wrong, or odd; undefined for what is no JSON. */
export function mutateJson(body: string, dice: Dice): string | undefined {
  const json = spansOf(body);
  return json === undefined ? undefined : mutateAt(json, dice);
}

function mutateAt({ text, spans }: SpannedJson, dice: Dice): string {
  const span = dice.pick(spans);
  return dice.pick(span.kind === 'value' ? OF_VALUES : OF_MEMBERS)(text, span, dice);
}
