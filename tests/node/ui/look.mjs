// How it looks and what axe says of it, in both themes and widths. axe changes the page that it looks at, so the policy is off for it.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { withPage, withPartition, withTable } from './browser.mjs';

const looks = [['wide', 'light', { width: 1440, height: 900 }], ['narrow', 'dark', { width: 360, height: 740 }]];

async function look({ axe }, run, page, name) {
  await page.screenshot({ path: join(run.screenshots, `${name}.png`), fullPage: true });
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, 'the page is wider than the window');
  await page.evaluate(axe);
  const { violations, passes } = await page.evaluate(() => window.axe.run());
  assert.ok(passes.length > 10);
  assert.deepEqual(violations.map(({ id, nodes }) => [id, ...nodes.map((node) => node.html)]), []);
}

const views = {
  key: (browser, run, options, act) => withPage(browser, run, { ...options, expected: ['401'] }, async (page) => {
    await page.goto('/api/ui');
    await page.getByLabel('Key', { exact: true }).waitFor();
    await act(page);
  }),
  table: withTable,
  resume: (browser, run, options, act) => withTable(browser, run, options, async (page) => {
    await page.getByRole('button', { name: 'Resume payments-0…' }).click();
    await act(page);
  }),
  partition: (browser, run, options, act) => withPartition(browser, run, 'orders-0', options, act),
  object: (browser, run, options, act) => withPartition(browser, run, 'losses-0', options, async (page) => {
    await page.getByRole('button', { name: /^0 – 4\s*, open this object$/ }).click();
    await page.locator('table.records tbody tr').first().waitFor();
    await act(page);
  }),
};

export const lookPaths = Object.fromEntries(Object.entries(views).flatMap(([view, open]) => looks.map(([size, theme, window]) => [
  `axe finds nothing in ${view}, ${size} and ${theme}`,
  (browser, run) => open(browser, run, { ...window, theme, bypassCSP: true }, (page) => look(browser, run, page, `${view}-${size}-${theme}`)),
])));
