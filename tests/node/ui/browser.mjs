// A browser in which everything that a page complains of fails the path that it happened in.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

export async function openBrowser(tools, executable) {
  const load = createRequire(resolve(tools, 'package.json'));
  const browser = await load('playwright-core').chromium.launch({ executablePath: executable, args: ['--no-sandbox'] });
  return { browser, axe: readFileSync(load.resolve('axe-core/axe.min.js'), 'utf8') };
}

/**
 * A page with a storage of its own, for as long as a path takes. It is in another time zone than UTC.
 * @param options width, height, theme, expected (parts of complaints that belong to the path), bypassCSP
 */
export async function withPage({ browser }, run, { width = 1280, height = 900, theme = 'light', expected = [], ...more }, path) {
  const context = await browser.newContext({
    viewport: { width, height }, colorScheme: theme, baseURL: run.address, reducedMotion: 'reduce', timezoneId: 'Asia/Tokyo', ...more,
  });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    const complaints = [];
    const note = (text) => expected.some((part) => text.includes(part)) || complaints.push(text);
    page.on('console', (message) => ['error', 'warning'].includes(message.type()) && note(message.text()));
    page.on('pageerror', (error) => note(`${error}`));
    page.on('dialog', (dialog) => { note(`dialog: ${dialog.message()}`); dialog.dismiss(); });
    await page.addInitScript(() => document.addEventListener('securitypolicyviolation',
      (e) => console.error(`policy: ${e.violatedDirective} ${e.blockedURI} ${e.sample}`)));
    await path(page);
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
  }
}

/** The same, with the key given and the table shown. */
export const withTable = (browser, run, options, path) =>
  withPage(browser, run, { ...options, expected: ['401', ...(options.expected ?? [])] }, async (page) => {
    await page.goto('/api/ui');
    await giveKey(page, run.token);
    await page.locator('table.partitions').waitFor();
    await path(page);
  });

/** The same, with a partition's timeline shown. */
export const withPartition = (browser, run, name, options, path) =>
  withTable(browser, run, options, async (page) => {
    await page.getByRole('link', { name, exact: true }).first().click();
    await page.locator('svg.timeline').waitFor();
    await path(page);
  });

export async function giveKey(page, key) {
  await page.getByLabel('Key', { exact: true }).fill(key);
  await page.getByRole('button', { name: 'Open', exact: true }).click();
}

export const texts = async (locator) => (await locator.allInnerTexts()).map((text) => text.trim());
