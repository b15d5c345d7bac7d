/** @file The page's script: filter, search, open the target of a link, print everything. */

export const script = `
const claims = [...document.querySelectorAll('.claim')]
const search = document.getElementById('page-search')
const boxes = [...document.querySelectorAll('input[name=verdict]')]
const status = document.getElementById('page-status')
function show() {
  const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean)
  const verdicts = new Set(boxes.filter((box) => box.checked).map((box) => box.value))
  let count = 0
  for (const claim of claims) {
    const text = claim.dataset.words
    const visible = verdicts.has(claim.dataset.verdict) && words.every((word) => text.includes(word))
    claim.hidden = !visible
    if (visible) count++
  }
  status.textContent = count + ' of ' + claims.length + ' claims shown'
}
search.addEventListener('input', show)
for (const box of boxes) box.addEventListener('change', show)
function openTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)))
  const details = target?.closest('details.place, details.appendix') ?? target?.querySelector('details')
  if (!details) return
  target.hidden = false
  details.open = true
  details.querySelector('summary').focus()
  target.scrollIntoView()
}
addEventListener('hashchange', openTarget)
addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
  // In the search itself it is a character, as in a path.
  if (document.activeElement === search) return
  event.preventDefault()
  search.focus()
  search.select()
})
const toggle = document.getElementById('page-toggle')
toggle.addEventListener('click', () => {
  const open = toggle.getAttribute('aria-pressed') !== 'true'
  toggle.setAttribute('aria-pressed', String(open))
  for (const claim of claims) claim.querySelector('details').open = open
})
// On paper stand the tables, the claims that failed, and the provenance.
let before = []
addEventListener('beforeprint', () => {
  before = [...document.querySelectorAll('details')].map((details) => [details, details.open])
  const printed = '.place, .appendix, .claim[data-verdict=fail] > details'
  for (const [details] of before) details.open = details.matches(printed)
})
addEventListener('afterprint', () => {
  for (const [details, open] of before) details.open = open
})
// A phone shows what there is before all of it.
if (matchMedia('(max-width: 40rem)').matches) {
  for (const details of [...document.querySelectorAll('details.place')].slice(1)) details.open = false
}
show()
openTarget()
`
