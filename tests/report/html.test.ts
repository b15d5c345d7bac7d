import { existsSync } from 'node:fs'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, type Page, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { htmlReport } from '../../src/report/html/html.js'
import type { ClaimReport, ReportedFact } from '../../src/events/events.js'
import type { Results } from '../../src/events/results.js'
import { results } from '../support/results.js'

const executablePath = [process.env['CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser']
  .filter((file) => file !== undefined)
  .find((file) => existsSync(file))

if (executablePath === undefined) {
  console.log(
    'skipped: the HTML report in a browser: Chromium is not here; apt-get install chromium',
  )
}

/** Results in which every claim over a sweep has a curve of the paper, too. */
function withCurves({ claims, ...rest }: Results): Results {
  const points = [0, 50, 100].map((at) => ({
    ...{ text: `${at}%`, at, values: [0, 1].map((seed) => ({ seed, value: (at + seed) / 200 })) },
  }))
  const along = {
    quantity: 'error < "1"',
    unit: 'level',
    variable: 'p',
    variableUnit: '%',
  } as const
  const curve: ReportedFact = {
    ...{ type: 'curve', name: 'figure1.a', x: 'p, %', y: 'error < "1", %', note: '<b>note</b>' },
    points: [
      [0, 0],
      [100, 50],
    ],
  }
  return {
    ...rest,
    claims: claims.map((claim) => ({
      ...{ ...claim, outcomes: [{ ...along, points }], reported: [...claim.reported, curve] },
    })),
  }
}

async function written(copies: number): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'genspec-html-'))
  const file = path.join(folder, 'report.html')
  await writeFile(file, await htmlReport(withCurves(results(copies))))
  return pathToFileURL(file).href
}

test('the page has no addresses except links, and no script from a spec', async () => {
  const page = await htmlReport(withCurves(results()))
  expect(page).not.toMatch(/(src|srcset|action)=|@import|url\(|<link/)
  expect(page).not.toContain('<script>alert')
  expect(page).not.toContain('<b>note')
  expect(page).toContain('the paper&#39;s figure1.a')
  expect(page.match(/<svg/g)?.length).toBeGreaterThan(8)
})

test('a link to a claim is its name, with the file if two files have the name', async () => {
  const own = results()
  const [claim] = own.claims
  const twin = { ...(claim as ClaimReport), file: 'specs/other.gen' }
  const alone = await htmlReport({ ...own, claims: [claim as ClaimReport] })
  expect(alone).toContain(`id="${claim?.name}"`)
  // A single claim is open.
  expect(alone).toContain('<details open>')
  const both = await htmlReport({ ...own, claims: [claim as ClaimReport, twin] })
  const ids = [...both.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
  expect(ids).toContain(`specs/other.gen:${claim?.name}`)
  expect(new Set(ids).size).toBe(ids.length)
  const targets = [...both.matchAll(/href="#([^"]+)"/g)].map(([, id]) =>
    decodeURIComponent(id ?? ''),
  )
  expect(targets.filter((id) => !ids.includes(id))).toEqual([])
})

test('the sentence of a claim appears once', async () => {
  const own = results()
  // The words of the search are not shown.
  const page = (await htmlReport(own)).replace(/data-words="[^"]*"/g, '')
  for (const { expectations, verdict } of own.claims) {
    const said = expectations.find((one) => one.verdict.verdict === verdict)?.verdict.sentence ?? ''
    if (said === '' || /["<>&']/.test(said)) continue
    expect(page.split(said).length - 1).toBe(1)
  }
})

describe.skipIf(executablePath === undefined)('in Chromium', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: executablePath ?? '',
      args: ['--no-sandbox'],
    })
  })
  afterAll(() => browser.close())

  async function open(address: string, options: Parameters<Browser['newPage']>[0] = {}) {
    const page = await browser.newPage(options)
    const complaints: string[] = []
    page.on('console', (message) => complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('request', (request) => {
      if (request.url() !== address) complaints.push(request.url())
    })
    await page.goto(address)
    return { page, complaints }
  }

  const shown = (page: Page) => page.locator('.claim:visible').count()

  test.each([
    ['light', 1100],
    ['dark', 1100],
    ['light', 390],
  ] as const)('accessible, quiet and not too wide: %s, %d pixels', async (colorScheme, width) => {
    const { page, complaints } = await open(await written(1), {
      ...{ colorScheme, viewport: { width, height: 800 }, bypassCSP: true },
    })
    await page.click('#page-toggle')
    const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
    await page.addScriptTag({ path: axe })
    const { violations } = await page.evaluate<{ violations: { id: string }[] }>('axe.run()')
    expect(violations.map(({ id }) => id)).toEqual([])
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(
      width,
    )
    expect(complaints).toEqual([])
    await page.close()
  })

  test('filter, search and links work by keyboard', async () => {
    const { page } = await open(await written(1))
    await page.keyboard.press('/')
    await page.keyboard.type('generalise')
    expect(await shown(page)).toBe(1)
    await page.fill('#page-search', '')
    await page.uncheck('input[value=fail]')
    expect(await shown(page)).toBe(5)
    expect(await page.textContent('#page-status')).toBe('5 of 6 claims shown')
    const link = page.locator('.matrix a.cell.pass').first()
    const name = (await link.getAttribute('href'))?.slice(1) ?? ''
    expect(await page.locator(`#${name} > details[open]`).count()).toBe(0)
    await link.focus()
    await page.keyboard.press('Enter')
    await page.locator(`#${name} > details[open]`).waitFor()
    await page.close()
  })

  test('/ focuses the search from anywhere, and is a character in the search itself', async () => {
    const { page } = await open(await written(1))
    await page.click('#page-toggle')
    const places = await page.evaluate<number>(
      "document.querySelectorAll('a, button, input[type=checkbox], summary, [tabindex]').length",
    )
    expect(places).toBeGreaterThan(20)
    for (let index = 0; index < places; index++) {
      await page.evaluate(
        `document.activeElement.blur(); document.querySelectorAll('a, button, input[type=checkbox], summary, [tabindex]')[${index}].focus()`,
      )
      await page.keyboard.press('/')
      expect(await page.evaluate('document.activeElement.id')).toBe('page-search')
      expect(await page.inputValue('#page-search')).toBe('')
    }
    await page.keyboard.type('a/b')
    expect(await page.inputValue('#page-search')).toBe('a/b')
    await page.close()
  })

  test('the focused element shows its complete ring', async () => {
    const { page } = await open(await written(1), { viewport: { width: 390, height: 800 } })
    await page.click('#page-toggle')
    // The elements that can clip an outline: scrolling, hiding and paint containment.
    const cut = await page.evaluate<string[]>(`
      [...document.querySelectorAll('a, button, input, summary, [tabindex]')].flatMap((one) => {
        one.focus({ focusVisible: true })
        if (document.activeElement !== one) return []
        const { outlineOffset, outlineWidth } = getComputedStyle(one)
        const room = Math.max(0, parseFloat(outlineOffset) + parseFloat(outlineWidth))
        const box = one.getBoundingClientRect()
        for (let up = one.parentElement; up !== document.body; up = up.parentElement) {
          const { overflowX, overflowY, contentVisibility } = getComputedStyle(up)
          if (overflowX === 'visible' && overflowY === 'visible' && contentVisibility === 'visible') continue
          const outer = up.getBoundingClientRect()
          const beside = box.left - room < outer.left || box.right + room > outer.right
          const above = box.top - room < outer.top || box.bottom + room > outer.bottom
          if ((beside && up.scrollWidth <= up.clientWidth) || above) return [one.outerHTML.slice(0, 90)]
        }
        return []
      })`)
    expect(cut).toEqual([])
    await page.close()
  })

  test('the printed page has the tables, the failed claims and the provenance', async () => {
    const { page } = await open(await written(1))
    await page.emulateMedia({ media: 'print' })
    await page.evaluate("dispatchEvent(new Event('beforeprint'))")
    const shownOf = (selector: string) => page.locator(`${selector}:visible`).count()
    expect(await shownOf('.claim')).toBe(await page.locator('.claim[data-verdict=fail]').count())
    expect(await shownOf('.claim[data-verdict=fail] .body')).toBeGreaterThan(0)
    expect(await shownOf('.published')).toBe(await page.locator('.published').count())
    expect(await shownOf('.appendix table')).toBeGreaterThan(0)
    expect(await shownOf('.runs')).toBe(0)
    await page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(await page.locator('.appendix[open]').count()).toBe(0)
    await page.close()
  })

  test('a page with 1,000 claims opens', async () => {
    const { page } = await open(await written(170))
    expect(await page.locator('.claim').count()).toBe(1020)
    await page.close()
  })
})
