import assert from 'node:assert/strict';
import { texts, withPartition } from './browser.mjs';

const firstRecord = (page) => page.locator('table.records tbody th').first();

export const jumpPaths = {
  'an offset is gone to': (browser, run) => withPartition(browser, run, 'orders-0', {}, async (page) => {
    await page.getByLabel('Offset', { exact: true }).fill('703');
    await page.getByRole('button', { name: 'Go to offset' }).click();
    await page.getByText('Records from offset 703 on').waitFor();
    await firstRecord(page).waitFor();
    assert.equal(await firstRecord(page).innerText(), '703');
    await page.getByRole('heading', { name: /^Object orders\/000000\/0+700$/ }).waitFor();
    assert.equal(await page.locator('.bar.selected').count(), 1);
    await page.getByLabel('Offset', { exact: true }).fill('1,501');
    await page.getByRole('button', { name: 'Go to offset' }).click();
    await page.getByText('No object has that offset; the one before it ends at 1,499.').waitFor();
  }),

  'a time is gone to, in UTC': (browser, run) => withPartition(browser, run, 'orders-0', {}, async (page) => {
    const go = async (time) => {
      await page.getByLabel('Time (UTC)').fill(time);
      await page.getByRole('button', { name: 'Go to time' }).click();
    };
    await go('2026-03-01T10:00:30'); // a record a minute
    await firstRecord(page).waitFor();
    assert.equal(await firstRecord(page).innerText(), '601');
    assert.match((await texts(page.locator('table.records tbody tr')))[0], /2026-03-01 10:01:00/);
    await go('2030-01-01T00:00:00');
    await page.getByText('Nothing is archived of that time or after it').waitFor();
    await go('2020-01-01T00:00:00');
    await page.getByText('Records from offset 0 on').waitFor();
  }),
};
