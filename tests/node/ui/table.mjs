import assert from 'node:assert/strict';
import { texts, withTable } from './browser.mjs';

const names = (page) => texts(page.locator('table.partitions tbody th'));

export const tablePaths = {
  'the worst comes first, and the table can be narrowed down': (browser, run) => withTable(browser, run, {}, async (page) => {
    assert.deepEqual((await names(page)).toSorted(), ['losses-0', 'orders-0', 'payments-0']);
    assert.equal((await names(page))[0], 'payments-0');
    await page.getByLabel('Order').selectOption('by name');
    assert.deepEqual(await names(page), ['losses-0', 'orders-0', 'payments-0']);
    await page.getByLabel('Topic').fill('ORD');
    assert.deepEqual(await names(page), ['orders-0']);
    await page.getByLabel('Topic').fill('nothing like it');
    await page.getByText('No partition is like that.').waitFor();
    await page.getByLabel('Topic').fill('');
    await page.getByLabel('only what needs help').check();
    assert.deepEqual(await names(page), ['payments-0']);
  }),

  'a row says how far it is': (browser, run) => withTable(browser, run, {}, async (page) => {
    const cells = await texts(page.getByRole('row', { name: /^orders-0/ }).locator('td'));
    assert.equal(cells[0], 'open');
    assert.equal(cells[1], '1,500');
    assert.equal(cells[2], '1,503');
    assert.match(cells[3], /^3\s+3 staged$/);
    assert.match(cells[4], /\d+ (s|min|h|d)/);
    assert.equal((await texts(page.getByRole('row', { name: /^losses-0/ }).locator('td'))).at(-1), '1');
  }),

  'it refreshes by itself, unless that is paused, and then there are rates': (browser, run) => withTable(browser, run, {}, async (page) => {
    await page.clock.install();
    const asked = [];
    page.on('response', (response) => response.url().endsWith('/api/status') && asked.push(response.status()));
    const rate = () => page.getByRole('row', { name: /^orders-0/ }).locator('td').nth(5).innerText();
    assert.equal(await rate(), '–');
    await page.getByRole('button', { name: 'Refresh now' }).click();
    await page.waitForFunction(() => document.querySelectorAll('table.partitions td')[5].innerText !== '–');
    assert.match(await rate(), /\/s$/);
    await page.locator('#interval').selectOption('every minute');
    await Promise.all([page.waitForResponse(/api\/status/), page.clock.fastForward(61_000)]);
    await page.getByRole('button', { name: 'Refresh now' }).isEnabled();
    await page.locator('#interval').selectOption('paused');
    const before = asked.length;
    await page.clock.fastForward(600_000);
    assert.equal(asked.length, before);
  }),

  'it can be used with the keyboard alone': (browser, run) => withTable(browser, run, {}, async (page) => {
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Skip to the content');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'content');
    for (let i = 0; i < 20 && (await page.evaluate(() => document.activeElement.textContent)) !== 'orders-0'; i++) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'orders-0', level: 1 }).waitFor();
    await page.goBack();
    await page.locator('table.partitions').waitFor();
  }),
};
