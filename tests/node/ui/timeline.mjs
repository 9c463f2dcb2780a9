import assert from 'node:assert/strict';
import { texts, withPartition } from './browser.mjs';

const bars = (page) => page.locator('svg.timeline .bar');
const several = (page) => page.locator('svg.timeline .bar.several');

export const timelinePaths = {
  'more objects than pixels are drawn together, and a click takes them apart': (browser, run) =>
    withPartition(browser, run, 'orders-0', {}, async (page) => {
      const all = await bars(page).count();
      assert.ok(all <= 200 && all >= 100, `${all} bars`);
      await page.getByText('300 objects in').waitFor();
      const first = several(page).first();
      assert.match(await first.getAttribute('aria-label'), /^2 objects, offsets 0 to 9, 2026-03-01 00:00:00 to .*, the first rolled by Count$/);
      await first.click();
      await page.getByText('2 objects in 2 rows').waitFor();
      assert.equal(await several(page).count(), 0);
      await page.getByRole('button', { name: 'Zoom out' }).click();
      await page.getByText(/\d objects in/).filter({ hasNotText: /^2 / }).waitFor();
      await page.getByRole('button', { name: 'Whole archive' }).click();
      await page.getByText('300 objects in').waitFor();
    }),

  'the arrow keys go from object to object and Enter opens one': (browser, run) =>
    withPartition(browser, run, 'losses-0', {}, async (page) => {
      await bars(page).last().focus();
      await page.keyboard.press('Home');
      await page.keyboard.press('ArrowRight');
      const label = await page.evaluate(() => document.activeElement.getAttribute('aria-label'));
      assert.match(label, /^Object, offsets 5 to 9, /);
      assert.equal((await texts(page.locator('#part-hint')))[0], label);
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: /Object losses\/000000\/0+5$/ }).waitFor();
      await page.getByRole('button', { name: 'Close' }).click();
      assert.equal(await page.getByRole('heading', { name: /^Object/ }).count(), 0);
      assert.equal(await page.evaluate(() => document.activeElement.id), 'run-5');
    }),

  'what is staged, lost or faulted is marked, by time and by offsets': async (browser, run) => {
    await withPartition(browser, run, 'orders-0', {}, (page) => page.getByLabel('Staged, not archived yet: offsets 1,500 to 1,502').waitFor());
    await withPartition(browser, run, 'losses-0', {}, async (page) => {
      const lost = page.getByLabel('Lost: offsets 20 to 39');
      const [before, gap] = await Promise.all([page.getByRole('button', { name: /^Object, offsets 15 to 19/ }).boundingBox(), lost.locator('rect').boundingBox()]);
      assert.ok(Math.abs(before.x + before.width - gap.x) < 3 && gap.width > 100, 'it lies between the objects around it');
      await page.getByLabel('Scale').selectOption('offsets');
      await lost.waitFor();
      const box = await lost.locator('rect').boundingBox();
      assert.ok(box.width > 100, `a third of the offsets is ${box.width} pixels wide`);
    });
    await withPartition(browser, run, 'payments-0', {}, (page) => page.getByLabel('The partition is faulted here: ArchiveDamaged').waitFor());
  },

  'the table says the same as the picture': (browser, run) => withPartition(browser, run, 'losses-0', {}, async (page) => {
    const rows = page.locator('table.runs tbody tr');
    assert.equal(await rows.count(), await bars(page).count());
    assert.match((await texts(page.locator('table.runs tbody th'))).at(-1), /^0 – 4\s*, open this object$/);
    assert.match((await texts(rows)).at(-1), /1\s+2026-03-01 00:00:00\s+2026-03-01 00:04:00\s+.*Count$/);
  }),
};
