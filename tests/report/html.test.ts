import { existsSync } from 'node:fs'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, type Page, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { htmlReport } from '../../src/report/html/html.js'
import type { ReportedFact } from '../../src/events/events.js'
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

/** Every claim over a sweep too, with a curve of the paper over it. */
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

test('the page names no address but links, and holds no script of a spec', async () => {
  const page = await htmlReport(withCurves(results()))
  expect(page).not.toMatch(/(src|srcset|action)=|@import|url\(|<link/)
  expect(page).not.toContain('<script>alert')
  expect(page).not.toContain('<b>note')
  expect(page).toContain('the paper&#39;s figure1.a')
  expect(page.match(/<svg/g)?.length).toBeGreaterThan(8)
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
    await page.click('#toggle')
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
    await page.fill('#search', '')
    await page.uncheck('input[value=fail]')
    expect(await shown(page)).toBe(5)
    expect(await page.textContent('#status')).toBe('5 of 6 claims shown')
    await page.focus('.matrix a.cell.pass')
    await page.keyboard.press('Enter')
    await page.locator('.claim > details[open]').waitFor()
    expect(await page.locator('.claim > details[open]').count()).toBe(1)
    await page.close()
  })

  test('1,000 claims open', async () => {
    const { page } = await open(await written(170))
    expect(await page.locator('.claim').count()).toBe(1020)
    await page.close()
  })
})
