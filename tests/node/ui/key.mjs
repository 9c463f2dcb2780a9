import assert from 'node:assert/strict';
import { giveKey, withPage } from './browser.mjs';

const status401 = { expected: ['401'] };

export const keyPaths = {
  'the key is asked for once, a wrong one is refused, and it is nowhere but in its header': (browser, run) =>
    withPage(browser, run, status401, async (page) => {
      const requests = [];
      page.on('request', (request) => requests.push(request));
      await page.goto('/api/ui');
      await page.getByRole('dialog', { name: 'The key of this archive' }).waitFor();
      assert.equal(await page.getByText('orders').count(), 0);
      await giveKey(page, 'something else');
      await page.getByText('That key is not the one').waitFor();
      await page.keyboard.press('Escape');
      assert.ok(await page.getByRole('dialog').isVisible());
      await giveKey(page, run.token);
      await page.locator('table.partitions').waitFor();
      await page.reload();
      await page.locator('table.partitions').waitFor();
      assert.equal(await page.getByRole('dialog').count(), 0);
      assert.ok(requests.every((request) => !decodeURIComponent(request.url()).includes(run.token)));
      assert.ok(requests.some((request) => request.headers()['x-functions-key'] === run.token));
      assert.equal(await page.evaluate((key) => document.cookie.includes(key) || JSON.stringify(localStorage).includes(key), run.token), false);
      await page.getByRole('button', { name: 'Forget key' }).click();
      await page.getByRole('dialog', { name: 'The key of this archive' }).waitFor();
      assert.equal(await page.evaluate(() => sessionStorage.length), 0);
    }),

  'a key in the address is neither used nor left there': (browser, run) =>
    withPage(browser, run, status401, async (page) => {
      await page.goto(`/api/ui?code=${encodeURIComponent(run.token)}#/orders/0`);
      await page.getByRole('dialog', { name: 'The key of this archive' }).waitFor();
      assert.equal(new URL(page.url()).search, '');
    }),
};
