import assert from 'node:assert/strict';
import { withPage, withTable } from './browser.mjs';

const away = "The archive's store can't be reached now. Ask again later.";
const problem = { status: 503, contentType: 'application/problem+json', body: JSON.stringify({ title: 'Service Unavailable', status: 503, detail: away }) };
const askedAt = '2026-03-01T12:00:00+00:00';
const statusOf = (...partitions) => ({ json: { askedAt, topics: [{ topic: 'orders', former: false, partitions }] } });

export const troublePaths = {
  'a store that is away is said, and what was seen stays': (browser, run) => withTable(browser, run, { expected: ['503'] }, async (page) => {
    await page.route('**/api/status', (route) => route.fulfill(problem));
    await page.getByRole('button', { name: 'Refresh now' }).click();
    await page.getByRole('alert').getByText(away).waitFor();
    assert.ok(await page.locator('table.partitions').isVisible());
    await page.unroute('**/api/status');
    await page.getByRole('button', { name: 'Refresh now' }).click();
    await page.getByText(away).waitFor({ state: 'detached' });
  }),

  'nothing is asked for where no key is wanted, and an empty archive says so': (browser, run) => withPage(browser, run, {}, async (page) => {
    await page.route('**/api/status', (route) => route.fulfill({ json: { askedAt, topics: [] } }));
    await page.goto('/api/ui');
    await page.getByText('The archive is empty').waitFor();
    assert.equal(await page.getByRole('dialog').count(), 0);
  }),

  'what the brokers and the staging location are troubled by is shown as text': (browser, run) => withPage(browser, run, {}, async (page) => {
    await page.route('**/api/status', (route) => route.fulfill({
      json: { askedAt, brokerTrouble: '<b>no</b> broker answers', stagingTrouble: 'It is away.', topics: [{ topic: 'orders', former: false, trouble: 'no such topic', partitions: [] }] },
    }));
    await page.goto('/api/ui');
    await page.getByText("The brokers can't be asked: <b>no</b> broker answers").waitFor();
    await page.getByText("The staging location can't be read: It is away.").waitFor();
    await page.getByText('orders: no such topic').waitFor();
  }),

  'a partition that has no object yet says so': (browser, run) => withPage(browser, run, { expected: ['404'] }, async (page) => {
    await page.route('**/api/status', (route) => route.fulfill(statusOf({ partition: 7, brokerStart: 0, brokerEnd: 3, lag: 3 })));
    await page.route('**/timeline*', (route) => route.fulfill({ status: 404, contentType: 'application/problem+json', json: { detail: 'Nothing.' } }));
    await page.goto('/api/ui#/orders/7');
    await page.getByText('Nothing of this partition is archived yet.').waitFor();
  }),
};
