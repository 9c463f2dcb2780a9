// One browser for several runs. Each line of standard input says what is to be seen, each line of standard output what came of it:
// {address, token, texts, absent, screenshot, act} or {address, close: true} -> {ok, error}
import { createInterface } from 'node:readline';
import { giveKey, openBrowser } from './browser.mjs';

const { tools, chromium } = JSON.parse(process.argv[2]);
const patience = 40_000;
const started = openBrowser(tools, chromium);
const pages = new Map();

async function open(address, token) {
  const context = await (await started).browser.newContext({ viewport: { width: 1280, height: 900 }, colorScheme: 'light', reducedMotion: 'reduce', baseURL: address });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.complaints = [];
  page.on('pageerror', (error) => page.complaints.push(`${error}`));
  await page.goto('/api/ui');
  await giveKey(page, token);
  await page.locator('table.partitions').waitFor();
  return page;
}

const seenOn = async (page) => (await page.locator('body').innerText()).replace(/\s+/g, ' ');

/** Refreshes as often as it takes. */
async function look(page, { texts = [], absent = [] }) {
  for (const began = performance.now(); ;) {
    const seen = await seenOn(page);
    const lacking = texts.filter((text) => !seen.includes(text));
    const toomuch = absent.filter((text) => seen.includes(text));
    if (!lacking.length && !toomuch.length) return;
    if (performance.now() - began > patience) throw new Error(`The page lacks ${JSON.stringify(lacking)} and has ${JSON.stringify(toomuch)}:\n${seen}`);
    await page.getByRole('button', { name: 'Refresh now' }).click();
    await page.waitForTimeout(300);
  }
}

const acts = {
  resumeAsNewGeneration: async (page, screenshot) => {
    await page.getByRole('button', { name: 'Resume orders-0…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Resume orders-0?' });
    await dialog.getByLabel('Another topic').check();
    if (screenshot) await page.screenshot({ path: screenshot });
    await dialog.getByRole('button', { name: 'Resume orders-0', exact: true }).click();
    await dialog.getByText('It is orders~g1').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
  },
};

async function answer(wish) {
  if (wish.close) {
    await pages.get(wish.address)?.context().close();
    return pages.delete(wish.address);
  }
  if (!pages.has(wish.address)) pages.set(wish.address, await open(wish.address, wish.token));
  const page = pages.get(wish.address);
  if (wish.act) return acts[wish.act](page, wish.screenshot);
  await look(page, wish);
  if (page.complaints.length) throw new Error(page.complaints.join('\n'));
  return wish.screenshot && page.screenshot({ path: wish.screenshot, fullPage: true });
}

for await (const line of createInterface({ input: process.stdin })) {
  try {
    await answer(JSON.parse(line));
    console.log(JSON.stringify({ ok: true }));
  } catch (error) {
    console.log(JSON.stringify({ ok: false, error: error.stack }));
  }
}
await (await started).browser.close();
