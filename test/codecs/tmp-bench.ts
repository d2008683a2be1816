import { createCodec } from '../../src/codecs/index.ts';

const H = { 'content-type': 'application/json' };
function time(name: string, n: number, f: () => void) {
  for (let i = 0; i < n / 2; i++) f();
  const s = performance.now();
  for (let i = 0; i < n; i++) f();
  const us = ((performance.now() - s) / n) * 1000;
  console.log(name.padEnd(60), us.toFixed(2), 'us');
  return us;
}
for (let round = 0; round < 2; round++) {
  const cases: [string, string, (n: number) => string][] = [
    [
      'kserve-v1',
      '{"instances":[[6.8,2.8,4.8,1.4,6.8,2.8,4.8,1.4,6.8,2.8,4.8,1.4]],"signature_name":"serving_default"}',
      (n) => JSON.stringify({ predictions: Array.from({ length: n }, () => [0.1, 0.2, 0.7]) }),
    ],
    [
      'hf-zero-shot-classification',
      '{"inputs":"I want to run a marathon","parameters":{"candidate_labels":["health","finance","career"]}}',
      (n) =>
        JSON.stringify(
          Array.from({ length: n }, () => ({
            sequence: 'I want to run a marathon',
            labels: ['health', 'finance', 'career'],
            scores: [0.912, 0.061, 0.027],
          })),
        ),
    ],
    [
      'jumpstart-text2text-v1',
      '{"text_inputs":"Briefly summarize this text: Ana moved to Lisbon.","max_length":30,"top_k":50,"top_p":0.95}',
      (n) => JSON.stringify({ generated_texts: Array.from({ length: n }, () => 'Ana moved.') }),
    ],
    [
      'tei-embed',
      '{"inputs":"Briefly summarize this text: Ana moved to Lisbon in the rain of last spring.","truncate":true}',
      (n) => JSON.stringify(Array.from({ length: n }, () => Array.from({ length: 8 }, (_, i) => i / 7))),
    ],
  ];
  for (const [name, body, replyOf] of cases) {
    const codec = createCodec(name);
    const b = Buffer.from(body);
    const N = 16;
    const ex = () => {
      const e = codec.extract({ headers: H, body: b });
      if (e.kind !== 'items') throw new Error();
      return e;
    };
    const e = time(`${name} extract ${b.length} B`, 100000, ex);
    const items = Array.from({ length: N }, () => ex().items[0]!);
    const j = time(`  join 16`, 20000, () => {
      codec.join(items);
    });
    const r = Buffer.from(replyOf(N));
    const rep = { status: 200, headers: H, body: r };
    const s = time(`  split+assemble 16 (${r.length} B)`, 20000, () => {
      const res = codec.split(rep, items);
      if ('mismatch' in res) throw new Error(res.mismatch);
      for (let i = 0; i < N; i++) codec.assemble([res[i]!], [items[i]!]);
    });
    console.log('  per item', (e + j / N + s / N).toFixed(2), 'us');
  }
  const big = Buffer.from(JSON.stringify({ inputs: 'x'.repeat(1 << 20), parameters: { candidate_labels: ['a', 'b'] } }));
  const c = createCodec('hf-zero-shot-classification');
  const be = time('zero-shot 1 MB text extract', 200, () => {
    c.extract({ headers: H, body: big });
  });
  const be1 = c.extract({ headers: H, body: big });
  if (be1.kind !== 'items') throw 0;
  const four = [be1.items[0]!, be1.items[0]!, be1.items[0]!, be1.items[0]!];
  time('  join 4 x 1MB', 50, () => {
    c.join(four);
  });
  const rows = Buffer.from(
    JSON.stringify({
      instances: Array.from({ length: 10000 }, () => Array.from({ length: 11 }, () => Number(Math.random().toFixed(6)))),
    }),
  );
  const k = createCodec('kserve-v1');
  const re = time(`kserve ${rows.length} B 10000 rows extract`, 50, () => {
    k.extract({ headers: H, body: rows });
  });
  const re1 = k.extract({ headers: H, body: rows });
  if (re1.kind !== 'items') throw 0;
  const rj = time('  join 10000 rows', 50, () => {
    k.join(re1.items);
  });
  const rr = {
    status: 200,
    headers: H,
    body: Buffer.from(JSON.stringify({ predictions: Array.from({ length: 10000 }, () => [0.1, 0.2, 0.7]) })),
  };
  const rs = time(`  split+assemble 10000 (${rr.body.length} B)`, 50, () => {
    const res = k.split(rr, re1.items);
    if ('mismatch' in res) throw 0;
    k.assemble(res, re1.items);
  });
  console.log('  per row', ((re + rj + rs) / 10000).toFixed(3), 'us; MB/s extract', (rows.length / re).toFixed(0));
  const wide = Buffer.from(JSON.stringify({ instances: [1], a: Array.from({ length: 1000000 }, () => 1) }));
  time(`kserve envelope ${wide.length} B extract`, 3, () => {
    k.extract({ headers: H, body: wide });
  });
  const wide2 = Buffer.from(
    JSON.stringify({ instances: [1], ...Object.fromEntries(Array.from({ length: 100000 }, (_, i) => ['k' + i, i])) }),
  );
  time(`kserve members ${wide2.length} B extract`, 3, () => {
    k.extract({ headers: H, body: wide2 });
  });
}
const ones = Buffer.from(`{"instances":[${'1,'.repeat(3_000_000)}1]}`);
const kk = createCodec('kserve-v1');
time('6 MB of ones', 2, () => {
  kk.extract({ headers: H, body: ones });
});
const rst = Buffer.from(JSON.stringify({ instances: [1], a: Array.from({ length: 130000 }, () => 1) }));
time(`envelope ${rst.length} of ones`, 3, () => {
  kk.extract({ headers: H, body: rst });
});
