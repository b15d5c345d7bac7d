/** @file The page's script: filter, search, open the target of a link, print everything. */

export const script = `
const claims = [...document.querySelectorAll('.claim')]
const search = document.getElementById('search')
const boxes = [...document.querySelectorAll('input[name=verdict]')]
const status = document.getElementById('status')
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
  const details = target?.querySelector('details')
  if (!details) return
  target.hidden = false
  details.open = true
  details.querySelector('summary').focus()
  target.scrollIntoView()
}
addEventListener('hashchange', openTarget)
addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.target.matches('input')) return
  event.preventDefault()
  search.focus()
})
const toggle = document.getElementById('toggle')
toggle.addEventListener('click', () => {
  const open = toggle.getAttribute('aria-pressed') !== 'true'
  toggle.setAttribute('aria-pressed', String(open))
  for (const claim of claims) claim.querySelector('details').open = open
})
addEventListener('beforeprint', () => {
  for (const details of document.querySelectorAll('details')) details.open = true
})
show()
openTarget()
`
