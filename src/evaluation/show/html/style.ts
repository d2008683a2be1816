/** Of the whole page: light and dark, from a telephone's width on. Colours of text have a contrast of at least 4.5 on what is behind them. */
export const STYLE = `
:root { color-scheme: light dark; --text: #1b1f24; --muted: #57606a; --line: #d0d7de; --ground: #fff; --band: #f3f5f8;
  --s0: #0969da; --s1: #bc4c00; --s2: #1a7f37; --s3: #8250df }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --muted: #9ba3ad; --line: #3d444d; --ground: #0d1117; --band: #171d26;
  --s0: #4493f8; --s1: #f0883e; --s2: #3fb950; --s3: #ab7df8 } }
* { box-sizing: border-box }
body { margin: 0; background: var(--ground); color: var(--text); font: 15px/1.5 system-ui, sans-serif }
main { max-width: 72rem; margin: 0 auto; padding: 1.5rem 1rem 4rem }
h1 { font-size: 1.5rem; margin: 0 0 .5rem; overflow-wrap: anywhere }
h2 { font-size: 1.15rem; margin: 2.5rem 0 .5rem }
h3 { font-size: 1rem; margin: 0 0 .25rem; overflow-wrap: anywhere }
p { margin: .25rem 0; color: var(--muted); max-width: 46rem; overflow-wrap: anywhere }
.muted { color: var(--muted) }
.s0 { --own: var(--s0) } .s1 { --own: var(--s1) } .s2 { --own: var(--s2) } .s3 { --own: var(--s3) }
.key { display: inline-block; width: .75rem; height: .75rem; margin-right: .35rem; border-radius: 2px; background: var(--own) }
.systems { list-style: none; margin: 1rem 0; padding: 0; display: flex; flex-wrap: wrap; gap: .25rem 1.5rem }
.systems b { font-weight: 600; overflow-wrap: anywhere }
.scroll { overflow-x: auto; margin: 1rem 0 }
.scroll:focus-visible { outline: 2px solid var(--s0); outline-offset: 2px }
table { border-collapse: collapse; font-variant-numeric: tabular-nums }
caption { text-align: left; font-weight: 600; padding-bottom: .25rem; white-space: nowrap }
th, td { text-align: left; vertical-align: top; padding: .3rem .9rem .3rem 0; font-weight: 400 }
thead th { color: var(--muted); font-weight: 600; border-bottom: 2px solid var(--line); white-space: nowrap }
tbody { border-bottom: 1px solid var(--line) }
tfoot { border-top: 1px solid var(--line) }
th[scope=row], th[scope=rowgroup] { font-weight: 600 }
.system { white-space: nowrap }
.number { text-align: right; white-space: nowrap }
.plot { width: 16rem; min-width: 9rem }
th.plot span + span { float: right }
.track { position: relative; height: 1.4rem; border-radius: 3px;
  background: linear-gradient(var(--line), var(--line)) center / 100% 1px no-repeat }
.track i { position: absolute; top: 50%; height: 4px; margin-top: -2px; min-width: 1px; background: var(--own) }
.track b { position: absolute; top: 50%; width: 10px; height: 10px; margin: -5px 0 0 -5px; border-radius: 5px; background: var(--own);
  border: 2px solid var(--ground) }
.confusion { display: inline-block; max-width: 100%; margin-right: 2.5rem; vertical-align: top }
.confusion td.number { background: color-mix(in srgb, var(--own) var(--share), transparent); padding: .3rem .6rem }
.confusion th { padding: .3rem .6rem } .confusion .right { font-weight: 600 }
.items { list-style: none; margin: 1rem 0; padding: 0 }
.items li { padding: .75rem 0; border-top: 1px solid var(--line) }
dl { margin: 0; display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 18rem), 1fr)); gap: .5rem }
dl div { background: var(--band); border-radius: 4px; padding: .5rem .75rem; min-width: 0 }
dt { color: var(--muted); font-size: .87rem } dd { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere }
.score { float: right; font-variant-numeric: tabular-nums }
@media (max-width: 40rem) { .plot { display: none } th, td { padding-right: .6rem } }
@media print { .scroll { overflow: visible } li { break-inside: avoid } }
`;
