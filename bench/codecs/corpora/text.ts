import type { Corpus } from './corpus.ts';
import type { Draw } from './draw.ts';

const COMMON =
  'the of and to a in is it was that for on with as at by from this have not are but had his they she which or we an were been their has would what will there if can all her more who one so up out them then some could time into only other new two may these its very after most also made over did many before must through back years where much your way well down should because each just those people how too little state good make world still own see men work long get here between both life being under never day same another know while last might great old year off come since against go came right used take three';
const RARE =
  'transformer latency throughput gateway customer invoice delivered refund warranty shipment battery screen colour neighbourhood organisation temperature measurement catalogue passenger timetable government parliament newspaper harvest mountain river orchestra rehearsal kitchen recipe saffron experiment hypothesis laboratory microscope bacteria vaccine hospital physician patient diagnosis insurance mortgage interest inflation quarterly shareholder portfolio satellite trajectory telescope galaxy';
const FOREIGN = 'café naïve façade Zürich jalapeño Dvořák 東京 résumé — … “quoted” Ελλάδα Київ 🙂 10 € 25 °C'.split(' ');

const WORDS = COMMON.split(' ') as [string, ...string[]];
const LONG_WORDS = RARE.split(' ') as [string, ...string[]];
const FOREIGN_WORDS = FOREIGN as [string, ...string[]];

/** Letters of an item; bytes are a few more. */
const LENGTH = { least: 200, most: 4000 };

/** One item in this many is spelled in ASCII alone, as Python's json.dumps does. */
const ASCII_EVERY = 4;

export const text: Corpus = {
  name: 'text',
  facts: `English-like prose of ${LENGTH.least} to ${LENGTH.most} letters, some of them not ASCII, some escapes`,
  item(draw, index) {
    const json = JSON.stringify(prose(draw, draw.between(LENGTH.least, LENGTH.most)));
    return index % ASCII_EVERY === 0 ? json.replace(/[^ -~]/g, escaped) : json;
  },
};

/** What the fixed cost of a request shows in. */
export const shortText: Corpus = {
  name: 'short text',
  facts: 'three to eight words',
  item: (draw) => JSON.stringify(draw.times(draw.between(3, 8), () => word(draw)).join(' ')),
};

function prose(draw: Draw, length: number): string {
  let written = '';
  while (written.length < length) written += `${sentence(draw)}${draw.between(1, 6) === 1 ? '\n\n' : ' '}`;
  // Cut where it may be the middle of a pair, whose first half is dropped.
  return written.slice(0, length).replace(/[\ud800-\udbff]$/, '');
}

function sentence(draw: Draw): string {
  const words = draw.times(draw.between(5, 22), () => word(draw)).join(' ');
  const capital = `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
  return draw.between(1, 12) === 1 ? `"${capital}," he said.` : `${capital}${draw.oneOf(['.', '.', '.', '?', '!', ';'])}`;
}

function word(draw: Draw): string {
  const rank = draw.unit();
  if (rank < 0.02) return draw.oneOf(FOREIGN_WORDS);
  const found = draw.oneOf(rank < 0.25 ? LONG_WORDS : WORDS);
  return draw.between(1, 12) === 1 ? `${found},` : found;
}

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
