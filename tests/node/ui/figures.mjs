// How long the page takes: node figures.mjs TOOLS ADDRESS KEY TOPIC
import { openBrowser, giveKey, withPage } from './browser.mjs';

const [tools, address, token, topic] = process.argv.slice(2);
const browser = await openBrowser(tools, '/usr/bin/chromium');
await withPage(browser, { address }, { expected: ['401'] }, async (page) => {
  page.setDefaultTimeout(230_000);
  const timed = async (what, act) => {
    const began = performance.now();
    await act();
    console.log(`${what}: ${((performance.now() - began) / 1000).toFixed(2)} s`);
  };
  const answers = [];
  page.on('requestfinished', (request) => answers.push([request.url(), request.timing().responseEnd]));
  await page.goto('/api/ui');
  await page.getByLabel('Key', { exact: true }).waitFor();
  await timed('from the key to the table', async () => {
    await giveKey(page, token);
    await page.locator('table.partitions tbody tr').nth(100).waitFor();
  });
  await timed('from a click to the timeline', async () => {
    await page.evaluate((name) => { location.hash = `#/${name}/0`; }, topic);
    await page.locator('svg.timeline').waitFor();
  });
  await timed('from a click on a bar of several to its objects', async () => {
    const rows = await page.locator('table.runs caption').innerText();
    await page.locator('.bar.several').nth(20).click();
    await page.waitForFunction((before) => document.querySelector('table.runs caption').innerText !== before, rows);
  });
  for (const [url, milliseconds] of answers) console.log(`  ${new URL(url).pathname}${new URL(url).search}: answered in ${(milliseconds / 1000).toFixed(2)} s`);
});
await browser.browser.close();
