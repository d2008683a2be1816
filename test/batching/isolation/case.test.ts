import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Case, type Unexplained, type WentWrong } from '../../../src/batching/isolation/case.ts';
import { makeChunk, pieces } from '../../../src/batching/queue/chunk.ts';
import { Queue } from '../../../src/batching/queue/queue.ts';
import { chunkOf, requestOf, type Text } from '../queue/requests.ts';

/** How a call ends, by what it holds and how many went before. */
type Model = (items: readonly string[], call: number) => 'ok' | 'refused' | 'erred' | 'throttled';

/** Plays cases as the heart does, one call after the other, with requests of one item or more named by their order and item. */
class Search {
  readonly queue = new Queue<string, string>(3);
  readonly calls: string[][] = [];
  /** Of each call, whether it may be an item that it fails of. */
  readonly excused: boolean[] = [];
  readonly unexplained: Unexplained[] = [];
  /** What each item was told, and how. */
  readonly told = new Map<string, string[]>();

  constructor(suspects: readonly Text[]) {
    this.queue.hold(suspects, Case.narrow(suspects, wrongAt(suspects, 'refused'), 0), 0);
  }

  run(model: Model, leaves: (call: number) => readonly Text[] = () => []): this {
    for (const theirs of this.queue.cases()) {
      for (let next = theirs.next(); next.length > 0; next = this.queue.cases().has(theirs) ? theirs.next() : []) {
        assert.ok(this.calls.length < 1000, 'It never ends.');
        this.#call(theirs, next, model);
        for (const chunk of leaves(this.calls.length)) this.queue.remove(chunk);
      }
      assert.equal(theirs.underWay, false);
      this.queue.closeIfDone(theirs);
    }
    assert.deepEqual([this.queue.items, this.queue.cases().size], [0, 0]);
    return this;
  }

  #call(theirs: Case<string, string>, chunks: readonly Text[], model: Model): void {
    theirs.sent();
    for (const chunk of chunks) this.queue.send(chunk);
    assert.deepEqual([theirs.underWay, theirs.next()], [true, []]);
    this.excused.push(theirs.excused);
    const items = namesOf(chunks);
    const ending = model(items, this.calls.length);
    this.calls.push(items);
    if (ending === 'ok') this.#passed(theirs, items);
    else if (ending === 'throttled' && theirs.kind === 'again') {
      for (const chunk of chunks) this.queue.hold([chunk], Case.single(chunk, true), 0);
    } else if (ending === 'throttled') {
      this.queue.hold(chunks, theirs, 0);
      theirs.putBack(chunks, true, 0);
    } else this.#wrong(theirs, chunks, ending);
    theirs.landed();
  }

  #passed(theirs: Case<string, string>, items: readonly string[]): void {
    this.#tell(items, 'answered');
    for (const { chunk, error } of theirs.convicted(this.calls.length)) this.#blame(chunk, error.message);
    const unexplained = theirs.passed(items.length);
    if (unexplained !== undefined) this.unexplained.push(unexplained);
  }

  #wrong(theirs: Case<string, string>, chunks: readonly Text[], ending: 'refused' | 'erred'): void {
    const suspects = pieces(chunks);
    if (suspects.length > 1) {
      this.queue.hold(suspects, theirs, 0);
      theirs.wrong(suspects, wrongAt(suspects, ending));
      return;
    }
    const what = `${ending} ${namesOf(chunks).join()}`;
    if (ending === 'erred' && theirs.mayShow()) {
      this.queue.hold(chunks, theirs, 0);
      theirs.suspect(chunks.map((chunk) => ({ chunk, error: new Error(what) })));
      return;
    }
    this.#tell(namesOf(chunks), what);
    if (theirs.kind === 'narrow' && theirs.found()) this.#singly(theirs);
  }

  #blame(chunk: Text, what: string): void {
    this.queue.remove(chunk);
    this.#tell(namesOf([chunk]), what);
  }

  #singly(theirs: Case<string, string>): void {
    for (const chunk of this.queue.release(theirs)) this.queue.hold([chunk], Case.single(chunk, true), 0);
  }

  #tell(items: readonly string[], what: string): void {
    for (const item of items) this.told.set(item, [...(this.told.get(item) ?? []), what]);
  }
}

function wrongAt(chunks: readonly Text[], call: WentWrong['call']): WentWrong {
  return { refused: namesOf(chunks).length, call, at: 7 };
}

function namesOf(chunks: readonly Text[]): string[] {
  return chunks.flatMap(({ traits, from, items }) => items.map((_, index) => `${traits.order}.${from + index}`));
}

/** Requests of so many items each. */
function requests(sizes: readonly number[]): Text[] {
  return sizes.map((items, order) => chunkOf(order, items));
}

function ones(count: number): number[] {
  return Array.from({ length: count }, () => 1);
}

/** Refuses what holds an item of one of these requests. */
function poisoned(...orders: readonly number[]): Model {
  return (items) => (items.some((item) => orders.includes(Number.parseInt(item, 10))) ? 'refused' : 'ok');
}

/** Fails on what holds an item of one of these requests. */
function failing(...orders: readonly number[]): Model {
  return (items, call) => (poisoned(...orders)(items, call) === 'ok' ? 'ok' : 'erred');
}

/** What the items of each request are told when those of these are at fault. */
function expected(chunks: readonly Text[], poison: readonly number[], how = 'refused'): [string, string[]][] {
  return chunks.flatMap((chunk, order) => {
    const names = namesOf([chunk]);
    return names.map((name): [string, string[]] => [name, [poison.includes(order) ? `${how} ${names.join()}` : 'answered']]);
  });
}

function byName(told: Iterable<[string, string[]]>): Record<string, string[]> {
  return Object.fromEntries(told);
}

test('of 32 with one item at fault it takes at most nine calls, wherever that is; of fewer no more', () => {
  const most = Array.from({ length: 31 }, (_, index) => {
    const chunks = index + 2;
    const calls = Array.from({ length: chunks }, (_, poison) => {
      return new Search(requests(ones(chunks))).run(poisoned(poison)).calls.length;
    });
    return Math.max(...calls);
  });
  assert.equal(most.at(-1), 9);
  assert.deepEqual(
    most,
    most.toSorted((one, other) => one - other),
  );
});

test('one item at fault among up to 64 is found, and all its neighbours are answered, once', () => {
  const place = fc
    .integer({ min: 2, max: 64 })
    .chain((count) => fc.record({ count: fc.constant(count), poison: fc.nat(count - 1) }));
  fc.assert(
    fc.property(place, ({ count, poison }) => {
      const chunks = requests(ones(count));
      const { told, calls, unexplained } = new Search(chunks).run(poisoned(poison));
      assert.deepEqual(byName(told), byName(expected(chunks, [poison])));
      assert.ok(calls.length <= (count <= 32 ? 9 : 11), `${calls.length} calls`);
      assert.deepEqual(unexplained, []);
    }),
    { numRuns: 150 },
  );
});

const batch = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 2, maxLength: 40, size: 'max' }).chain((sizes) =>
  fc.record({
    sizes: fc.constant(sizes),
    poison: fc.uniqueArray(fc.nat(sizes.length - 1), { minLength: 1, maxLength: sizes.length }),
  }),
);

test('whatever is at fault, each such request is refused by itself, and all others are answered, once', () => {
  fc.assert(
    fc.property(batch, ({ sizes, poison }) => {
      const chunks = requests(sizes);
      const { told, unexplained } = new Search(chunks).run(poisoned(...poison));
      assert.deepEqual(byName(told), byName(expected(chunks, poison)));
      assert.deepEqual(unexplained, []);
    }),
    { numRuns: 150 },
  );
});

test('whoever leaves, and however often there is no room, each of the others is told its own, once', () => {
  const trouble = fc.record({
    batch,
    fails: fc.constantFrom(poisoned, failing),
    busy: fc.uniqueArray(fc.nat(30), { maxLength: 10 }),
    leaves: fc.array(fc.record({ after: fc.nat(20), who: fc.nat(39) }), { maxLength: 15 }),
  });
  fc.assert(
    fc.property(trouble, ({ batch: { sizes, poison }, fails, busy, leaves }) => {
      const chunks = requests(sizes);
      const model: Model = (items, call) => (busy.includes(call) ? 'throttled' : fails(...poison)(items, call));
      const left = new Set<string>();
      const { told, unexplained } = new Search(chunks).run(model, (call) => {
        const gone = chunks.filter(({ flow }, order) => flow && leaves.some(({ after, who }) => after === call && who === order));
        for (const name of namesOf(gone)) left.add(name);
        return gone;
      });
      const how = fails === failing ? 'erred' : 'refused';
      const others = expected(chunks, poison, how).filter(([name]) => !left.has(name));
      assert.deepEqual(byName(told), byName(others));
      assert.deepEqual(unexplained, []);
    }),
    { numRuns: 150 },
  );
});

test('the search halves, infers what it need not try, and tries the rest when it is over', () => {
  const { calls } = new Search(requests(ones(16))).run(poisoned(2));
  assert.deepEqual(
    calls.map((items) => items.map((item) => Number.parseInt(item, 10))),
    [[0, 1, 2, 3, 4, 5, 6, 7], [7, 6, 5, 4], [3, 2], [2], [8, 9, 10, 11, 12, 13, 14, 15, 1, 0, 3]],
  );
});

test('of a large half it is tried that it holds the item at fault, of one of four items it is inferred', () => {
  const large = new Search(requests(ones(10))).run(poisoned(9));
  assert.equal(large.calls[1]?.length, 5);
  const small = new Search(requests(ones(8))).run(poisoned(7));
  assert.equal(small.calls[1]?.length, 2);
});

test('halves are of items, and a request is never taken apart', () => {
  const { calls } = new Search(requests([1, 1, 6, 1, 1])).run(poisoned(4));
  assert.deepEqual(calls[0], ['0.0', '1.0', '2.0', '2.1', '2.2', '2.3', '2.4', '2.5']);
  const { calls: other } = new Search(requests([9, 1, 1])).run(poisoned(2));
  assert.deepEqual([other[0]?.length, other[1]], [9, ['1.0']]);
});

test('part of a request too large for a call is halved down to the item at fault', () => {
  const request = requestOf(ones(12));
  const part = makeChunk(request, request.submission.items.slice(4), 4, { maxCompany: 1e9, holdBy: 0, order: 0 });
  const { told } = new Search(pieces([part])).run((items) => (items.includes('0.9') ? 'refused' : 'ok'));
  const names = Array.from({ length: 8 }, (_, index) => `0.${index + 4}`);
  assert.deepEqual(byName(told), byName(names.map((name) => [name, [name === '0.9' ? 'refused 0.9' : 'answered']])));
});

test('after three items at fault the rest is sent singly', () => {
  const { calls, excused, told } = new Search(requests(ones(32))).run(() => 'refused');
  const alone = calls.flatMap((items, call) => (items.length === 1 ? [call] : []));
  const [, second = 0, third = 0] = alone;
  assert.ok(third - second > 1);
  assert.deepEqual([calls.length - 1 - third, alone.length], [29, 32]);
  assert.deepEqual([...new Set(excused)], [true]);
  const every = Array.from({ length: 32 }, (_, order) => order);
  assert.deepEqual(byName(told), byName(expected(requests(ones(32)), every)));
});

test('when all parts of what was refused pass, its size is named, and that of the largest part that passed', () => {
  const tooMany =
    (most: number): Model =>
    (items) =>
      items.length > most ? 'refused' : 'ok';
  const unexplained = (count: number, most: number): Unexplained | undefined =>
    new Search(requests(ones(count))).run(tooMany(most)).unexplained[0];
  assert.deepEqual(unexplained(32, 16), { refused: 32, passed: 16, call: 'refused', at: 7 });
  assert.deepEqual(unexplained(32, 8), { refused: 16, passed: 8, call: 'refused', at: 7 });
  assert.deepEqual(unexplained(9, 8), { refused: 9, passed: 5, call: 'refused', at: 7 });
  assert.deepEqual(unexplained(2, 1), { refused: 2, passed: 1, call: 'refused', at: 7 });
});

test('the part that passed is a part of what was refused last', () => {
  const { unexplained } = new Search(requests(ones(8))).run((_, call) => (call === 1 ? 'refused' : 'ok'));
  assert.deepEqual(unexplained, [{ refused: 2, passed: 1, call: 'refused', at: 7 }]);
});

test('when one of the suspects has left, that the others pass says nothing about their size', () => {
  const chunks = requests(ones(8));
  const { unexplained, told } = new Search(chunks).run(poisoned(7), (call) => (call === 1 ? chunks.slice(7) : []));
  assert.deepEqual([unexplained, told.size], [[], 7]);
});

test('when all who were searched have left, the others are tried', () => {
  const chunks = requests(ones(4));
  const { told } = new Search(chunks).run(poisoned(0), (call) => (call === 1 ? chunks.slice(0, 2) : []));
  assert.deepEqual(byName(told), { '2.0': ['answered'], '3.0': ['answered'] });
});

test('who was suspected and has left is told nothing', () => {
  const chunks = requests(ones(3));
  const { told } = new Search(chunks).run(failing(1), (call) => (call === 2 ? chunks.slice(1, 2) : []));
  assert.deepEqual(byName(told), { '0.0': ['answered'], '2.0': ['answered'] });
});

test('what was put back goes again just as before', () => {
  const { calls } = new Search(requests(ones(4))).run((items, call) => (call < 2 ? 'throttled' : poisoned(3)(items, call)));
  assert.deepEqual(
    calls.slice(0, 3),
    Array.from({ length: 3 }, () => ['0.0', '1.0']),
  );
  assert.equal(calls.at(-1)?.join(), '3.0');
});

test('when nobody waits for what was tried, the others are tried together, and say nothing about their size', () => {
  const chunks = requests(ones(8));
  const theirs = Case.narrow(chunks, wrongAt(chunks, 'refused'), 0);
  const queue = new Queue<string, string>(3);
  queue.hold(chunks, theirs, 0);
  const tried = theirs.next();
  theirs.sent();
  for (const chunk of tried) queue.send(chunk);
  theirs.gone();
  theirs.landed();
  assert.deepEqual([theirs.underWay, namesOf(theirs.next())], [false, ['4.0', '5.0', '6.0', '7.0']]);
  theirs.sent();
  assert.equal(theirs.passed(4), undefined);
});

test('a batch that is sent once more stays whole, waits for its time, and counts how often it was sent', () => {
  const chunks = requests(ones(3));
  const theirs = Case.again(chunks, 500, 1);
  new Queue<string, string>(3).hold(chunks, theirs, 0);
  assert.deepEqual([theirs.kind, theirs.key, theirs.isSingle, theirs.notBefore, theirs.tries], ['again', 'k', false, 500, 1]);
  assert.deepEqual([theirs.next(), theirs.chunks()], [chunks, chunks]);
  theirs.sent();
  assert.deepEqual([theirs.tries, theirs.underWay, theirs.next(), theirs.chunks()], [2, true, [], []]);
});

test('what was put back with a pause waits for that, and keeps what is known unless somebody has left', () => {
  for (const all of [true, false]) {
    const chunks = requests(ones(4));
    const theirs = Case.narrow(chunks, wrongAt(chunks, 'failed'), 0);
    const queue = new Queue<string, string>(3);
    queue.hold(chunks, theirs, 0);
    const half = theirs.next();
    theirs.sent();
    for (const chunk of half) queue.send(chunk);
    queue.hold(half, theirs, 0);
    theirs.putBack(half, all, 500);
    theirs.landed();
    assert.deepEqual([theirs.notBefore, theirs.next()], [500, all ? half : chunks]);
  }
});

test('a case is over when its last call has landed, whatever came of it', () => {
  for (const theirs of [Case.again(requests(ones(3)), 0, 1), Case.single(chunkOf(0), false)]) {
    const queue = new Queue<string, string>(3);
    queue.hold([], theirs, 0);
    theirs.sent();
    queue.closeIfDone(theirs);
    assert.equal(queue.cases().size, 1);
    theirs.landed();
    queue.closeIfDone(theirs);
    assert.equal(queue.cases().size, 0);
  }
});

test('who has left a batch is not sent with it again', () => {
  const [first, second] = requests(ones(2)) as [Text, Text];
  const theirs = Case.again([first, second], 0, 1);
  const queue = new Queue<string, string>(3);
  queue.hold([first, second], theirs, 0);
  queue.remove(first);
  assert.deepEqual([theirs.next(), theirs.chunks()], [[second], [second]]);
});

test('a request by itself may go at once, as the first time that it is sent', () => {
  for (const manyAtFault of [true, false]) {
    const theirs = Case.single(chunkOf(0), manyAtFault);
    assert.deepEqual([theirs.isSingle, theirs.notBefore, theirs.tries], [true, Number.NEGATIVE_INFINITY, 0]);
    theirs.sent();
    assert.deepEqual([theirs.tries, theirs.excused], [1, manyAtFault]);
  }
});

test('what was sent whole twice and fails again may be at fault itself', () => {
  const chunks = requests(ones(1));
  const theirs = Case.again(chunks, 0, 1);
  theirs.sent();
  assert.equal(theirs.excused, false);
  const again = Case.again(chunks, 0, theirs.tries);
  again.sent();
  assert.equal(again.excused, true);
});

test('who fails by itself is told so only when something has passed, of this batch or another', () => {
  fc.assert(
    fc.property(batch, ({ sizes, poison }) => {
      const chunks = requests(sizes);
      const { told } = new Search(chunks).run(failing(...poison));
      assert.deepEqual(byName(told), byName(expected(chunks, poison, 'erred')));
    }),
    { numRuns: 150 },
  );
  const chunks = requests(ones(2));
  const theirs = Case.narrow(chunks, wrongAt(chunks, 'erred'), 7);
  new Queue<string, string>(3).hold(chunks, theirs, 0);
  assert.deepEqual([theirs.mayShow(), theirs.convicted(6), theirs.mayShow()], [true, [], true], 'sent before it went wrong');
  assert.deepEqual([theirs.convicted(7), theirs.mayShow()], [[], false]);
});

test('what is only suspected goes again after all others, should none of them have shown that the endpoint works', () => {
  const ordersOf = (model: Model): string[] =>
    new Search(requests(ones(3))).run(model).calls.map((items) => items.map((item) => Number.parseInt(item, 10)).join());
  assert.deepEqual(ordersOf(failing(0, 2)), ['0,1', '1', '0', '2']);
  assert.deepEqual(
    ordersOf(() => 'erred'),
    ['0,1', '1', '2,0', '0', '2', '1,0', '0', '1'],
  );
});

test('who is suspected still waits in the case, and once something has passed the next is excused again', () => {
  const chunks = requests(ones(4));
  const theirs = Case.narrow(chunks, wrongAt(chunks, 'erred'), 0);
  const queue = new Queue<string, string>(3);
  queue.hold(chunks, theirs, 0);
  const send = (): readonly Text[] => {
    const sent = theirs.next();
    theirs.sent();
    for (const chunk of sent) queue.send(chunk);
    return sent;
  };
  const pair = send();
  queue.hold(pair, theirs, 0);
  theirs.wrong(pair, wrongAt(pair, 'erred'));
  theirs.landed();
  const [first] = send() as [Text];
  // Only those behind the other half are left to show it.
  queue.remove(chunks[0] as Text);
  assert.equal(theirs.mayShow(), true);
  queue.hold([first], theirs, 0);
  const suspected = { chunk: first, error: new Error('its own') };
  theirs.suspect([suspected]);
  theirs.landed();
  assert.deepEqual(namesOf(theirs.chunks()), ['2.0', '3.0', '1.0']);
  queue.remove(chunks[3] as Text);
  assert.deepEqual(namesOf(theirs.chunks()), ['2.0', '1.0']);
  send();
  assert.equal(theirs.excused, false);
  assert.deepEqual([theirs.convicted(1), theirs.convicted(2)], [[suspected], []]);
  theirs.sent();
  assert.equal(theirs.excused, true);
});

test('while one is only suspected, what fails says something about the endpoint', () => {
  const { excused, calls } = new Search(requests(ones(4))).run(() => 'erred');
  const firstAlone = calls.findIndex((items) => items.length === 1);
  assert.ok(excused.slice(0, firstAlone + 1).every(Boolean));
  assert.equal(excused[firstAlone + 1], false);
});

test('of 32 with one that fails it takes no more calls than with one that is refused', () => {
  const most = Array.from({ length: 32 }, (_, poison) => new Search(requests(ones(32))).run(failing(poison)).calls.length);
  assert.equal(Math.max(...most), 9);
});
