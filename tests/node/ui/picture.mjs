// Takes the picture of the documents: node picture.mjs TOOLS ADDRESS KEY FOLDER
import { join } from 'node:path';
import { statSync } from 'node:fs';
import { giveKey, openBrowser, withPage } from './browser.mjs';

const [tools, address, token, folder] = process.argv.slice(2);
const browser = await openBrowser(tools, '/usr/bin/chromium');
const path = join(folder, 'status-page.png');
await withPage(browser, { address }, { expected: ['401'], theme: 'light', width: 1180, height: 1000 }, async (page) => {
  await page.goto('/api/ui');
  await giveKey(page, token);
  await page.getByText('object missing').first().waitFor();
  for (let i = 0; i < 2; i++) {
    await page.waitForTimeout(4000); // rates are of two answers
    await page.getByRole('button', { name: 'Refresh now' }).click();
    await page.waitForFunction(() => !document.getElementById('now').disabled);
  }
  await page.getByRole('link', { name: 'payments-1', exact: true }).first().scrollIntoViewIfNeeded();
  await page.mouse.move(0, 0);
  const height = await page.evaluate(() => Math.ceil(document.querySelector('table.partitions').getBoundingClientRect().bottom + 24));
  await page.setViewportSize({ width: 1180, height });
  await page.screenshot({ path });
});
console.log(`${path}: ${(statSync(path).size / 1024).toFixed(0)} KiB`);
await browser.browser.close();
