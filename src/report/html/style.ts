/** @file The page's style sheet: light and dark, phone and paper. */

import { dark, light } from './palette.js'

export const style = `
:root { color-scheme: light dark;
${light} }
@media (prefers-color-scheme: dark) { :root {
${dark} } }
* { box-sizing: border-box }
body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.5 system-ui, sans-serif }
header, main, footer { max-width: 62rem; margin: 0 auto; padding: .6rem 1rem }
h1 { font-size: 1.5rem; line-height: 1.25; margin: .5rem 0 } h2 { font-size: 1.15rem; margin: 1.5rem 0 .5rem }
a { color: var(--link) } p { margin: .4rem 0 } code, pre { font: .86em/1.5 ui-monospace, monospace; overflow-wrap: anywhere }
.lead { font-size: 1.1rem } .soft, .about, .note { color: var(--soft) } .note { font-size: .86rem }
.bar { display: flex; height: .8rem; border-radius: .4rem; overflow: hidden; margin: .6rem 0 }
.bar span.pass { background: var(--pass) } .bar span.fail { background: var(--fail) } .bar span.error { background: var(--error) }
.bar span.inconclusive { background: var(--inconclusive) } .bar span.skipped { background: var(--line) }
.verdict { display: inline-block; min-width: 6.6em; text-align: center; border: 1px solid currentColor; border-radius: .3rem; padding: 0 .4em; font-size: .82rem; font-weight: 600 }
.verdict.pass, .cell.pass { color: var(--pass) } .verdict.fail, .cell.fail, .mark.fail { color: var(--fail) } .verdict.inconclusive, .cell.inconclusive { color: var(--inconclusive) }
.verdict.error, .cell.error { color: var(--error) } .verdict.skipped, .cell.skipped { color: var(--skipped) }
.cell { display: inline-block; margin: 0 .5rem .2rem 0; font: .82rem ui-monospace, monospace; max-width: 100%; overflow-wrap: break-word }
.cell small, .word + small, .heading small { white-space: nowrap }
.word { font-size: .82rem; font-weight: 600; white-space: nowrap } .word.pass { color: var(--pass) } .word.fail { color: var(--fail) } .word.inconclusive { color: var(--inconclusive) } .word.error { color: var(--error) } .word.skipped { color: var(--skipped) }
nav { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; margin: .6rem 0 }
h3 { font-size: 1rem; margin: .2rem 0 } :is(.place, .appendix) > summary { cursor: pointer; padding: .15rem .3rem } :is(.place, .appendix) > summary :is(h2, h3) { display: inline-block } .place h3::first-letter { text-transform: uppercase }
.published td:nth-child(2):not(.several) { white-space: nowrap } .published td:first-child { width: 55% } .published td code { color: var(--soft) } caption { text-align: left; color: var(--soft); padding: .3rem 0 }
.tools { display: flex; flex-wrap: wrap; gap: .6rem 1rem; align-items: center; padding: .6rem; background: var(--raised); border: 1px solid var(--line); border-radius: .4rem }
.tools fieldset { border: 0; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: .3rem .9rem }
.tools legend { float: left; margin-right: .8rem; color: var(--soft) }
.tools input[type=search] { font: inherit; padding: .25rem .5rem; width: 16rem; max-width: 100%; color: inherit; background: var(--page); border: 1px solid var(--soft); border-radius: .3rem }
button { font: inherit; color: inherit; background: var(--page); border: 1px solid var(--soft); border-radius: .3rem; padding: .2rem .6rem }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px }
/* Inside, for a claim and what scrolls cut off what stands out. */
.claim summary:focus-visible, .scroll:focus-visible, .spec:focus-visible { outline-offset: -3px }
table { border-collapse: collapse; font-size: .9rem; width: 100% } th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line) }
@media (min-width: 40rem) { .matrix th { white-space: nowrap } } .scroll { overflow-x: auto; margin: .3rem -.4rem; padding: .3rem .4rem }
.claim { border: 1px solid var(--line); border-radius: .4rem; margin: .5rem 0; content-visibility: auto; contain-intrinsic-size: auto 5rem }
.claim > details > summary { display: flex; gap: .8rem; padding: .6rem; cursor: pointer; align-items: start; list-style: none }
.claim > details > summary::-webkit-details-marker { display: none }
.claim > details > summary::before { content: '▸'; color: var(--soft); margin-right: -.3rem } .claim > details[open] > summary::before { content: '▾' }
.claim > details > summary .verdict { flex: none; margin-top: .15rem }
.claim > details:not([open]) .sentence { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden } .heading { min-width: 0 } .sentence { color: var(--soft) } .heading code { color: var(--soft) }
.body { padding: 0 .8rem .8rem } .help { border-left: 3px solid var(--inconclusive); padding-left: .6rem }
.spec { background: var(--raised); padding: .6rem; border-radius: .3rem; overflow-x: auto } .spec code { overflow-wrap: normal }
.command { background: var(--raised); padding: .1rem .4rem; border-radius: .3rem } .label { color: var(--soft) } .tag { border: 1px solid var(--line); border-radius: .6rem; padding: 0 .4rem }
.figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(26rem, 100%), 1fr)); gap: .2rem 1.6rem } figure { margin: .6rem 0; min-width: 0 } figcaption { font-size: .9rem; margin-bottom: .2rem }
svg.plot { display: block; width: 100%; max-width: 34rem; height: auto; overflow: visible; font: 11px system-ui, sans-serif; color: var(--text) }
svg.plot text { white-space: pre; fill: var(--text) }
.legend { list-style: none; padding: 0; margin: .3rem 0; font-size: .86rem } .swatch { display: inline-block; width: 1.4rem; margin-right: .4rem; vertical-align: middle; border-top: .2rem solid } .swatch.dotted { border-top-style: dotted } .swatch.dash-dotted { border-top-style: dashed }
.seeds, .runs, .cases { font-size: .9rem } :is(.runs, .seeds, .cases) > summary { cursor: pointer; color: var(--link) }
@media (max-width: 40rem) { .matrix :is(tbody, tr, th, td) { display: block } .matrix thead, .matrix td.none { display: none } .matrix td { border: 0; padding: .1rem 0 } .matrix tr { border-bottom: 1px solid var(--line) } .matrix th { border: 0; padding: .3rem 0 0 }
  .matrix td::before { content: attr(data-verdict); color: var(--soft); font-size: .82rem; margin-right: .5rem } .published tr { display: grid; grid-template-columns: 3fr 2fr; border-bottom: 1px solid var(--line); padding: .2rem 0 } .published :is(td, th) { border: 0; padding: 0 .4rem 0 0 } .published :is(td, th):first-child { grid-column: 1 / -1 } .published td:first-child { width: auto } h1 { font-size: 1.25rem }
  .claim > details > summary { flex-wrap: wrap } .tools input[type=search] { width: 100% } .tools legend { float: none } }
@media print { :root { color-scheme: light;
${light} --page: #fff; --raised: #fff; --line: #bbb; --text: #000; --soft: #333; --accept: #ddd }
  nav, .tools, .runs, .claim > details > summary::before, .claim:not([data-verdict=fail]), #page-matrix { display: none } .claim[data-verdict=fail] { display: block } body { font-size: 12px } .appendix table { font-size: .75rem } .claim { content-visibility: visible; border: 0; border-top: 1px solid #bbb } figure, table { break-inside: avoid } .spec { white-space: pre-wrap } }
`
