/** Text as HTML has it. */
export function escaped(text: string): string {
  return text.replaceAll(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** A page that needs nothing from elsewhere, in light and in dark. */
export function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
${body}
</main>
</body>
</html>
`;
}

const STYLE = `
:root { color-scheme: light dark; --text: #1b1f24; --muted: #57606a; --line: #d0d7de; --ground: #fff; --band: #f6f8fa;
  --system-0: #0969da; --system-1: #bc4c00; --system-2: #1a7f37; --bad: #cf222e }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --muted: #9198a1; --line: #3d444d; --ground: #0d1117; --band: #151b23;
  --system-0: #4493f8; --system-1: #f0883e; --system-2: #3fb950; --bad: #f85149 } }
* { box-sizing: border-box }
body { margin: 0; background: var(--ground); color: var(--text); font: 15px/1.5 system-ui, sans-serif }
main { max-width: 72rem; margin: 0 auto; padding: 1.5rem 1rem 4rem }
h1 { font-size: 1.5rem } h2 { font-size: 1.15rem; margin-top: 2.5rem }
p, .muted { color: var(--muted) }
.scroll { overflow-x: auto }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums }
th, td { text-align: left; vertical-align: top; padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--line) }
thead th { color: var(--muted); font-weight: 600; border-bottom-width: 2px }
td.number, th.number { text-align: right; white-space: nowrap }
.bar { position: relative; height: .8rem; min-width: 12rem; background: var(--band); margin: .3rem 0 }
.bar i { position: absolute; inset: 0 auto 0 0; opacity: .55 }
.bar b { position: absolute; top: 50%; height: 2px; margin-top: -1px; background: var(--text) }
.s0 { background: var(--system-0) } .s1 { background: var(--system-1) } .s2 { background: var(--system-2) }
.key { display: inline-block; width: .8rem; height: .8rem; margin-right: .35rem; vertical-align: -1px }
.said { white-space: pre-wrap; overflow-wrap: anywhere; max-width: 26rem }
.significant { font-weight: 600 }
`;
