import assert from 'node:assert/strict';
import { texts, withPartition } from './browser.mjs';

const openFirst = async (page) => {
  await page.getByRole('button', { name: /^0 – 4\s*, open this object$/ }).click();
  await page.locator('table.records tbody tr').first().waitFor();
};

export const objectPaths = {
  'a click on an object shows its facts and first records, and markup in them is text': (browser, run) =>
    withPartition(browser, run, 'losses-0', {}, async (page) => {
      await openFirst(page);
      const facts = Object.fromEntries(await page.locator('#part-object .facts > div').evaluateAll((all) =>
        all.map((each) => [each.querySelector('dt').textContent, each.querySelector('dd').innerText])));
      assert.match(facts.Offsets, /^0 – 4/);
      assert.match(facts['Rolled by'], /^Count\s+it had as many records/);
      assert.equal(facts['First time (UTC)'], '2026-03-01 00:00:00');
      assert.match(facts.Spans, /^4 min/);
      const rows = page.locator('table.records tbody tr');
      assert.equal(await rows.count(), 5);
      assert.equal(await rows.nth(0).locator('pre').nth(1).innerText(), '<img src=x onerror="alert(1)"><script>alert(2)</script>');
      assert.equal(await rows.nth(0).locator('pre').nth(0).innerText(), '<b>key</b>');
      assert.equal(await page.locator('main img, main script, main b').count(), 0);
    }),

  'values are decoded by the schema that the archive keeps, exactly': (browser, run) =>
    withPartition(browser, run, 'losses-0', {}, async (page) => {
      await openFirst(page);
      const row = page.locator('table.records tbody tr').nth(1);
      await row.getByText('decoded').waitFor();
      assert.equal(await row.locator('pre').last().innerText(), '{\n  "name": "Ulm",\n  "id": 9007199254740993\n}');
      assert.match((await texts(page.locator('table.records tbody tr')))[2], /null: a tombstone/);
      assert.match((await texts(page.locator('table.records tbody tr')))[3], /not text, in base64/);
    }),

  'more records come when they are asked for, and long values are cut': (browser, run) =>
    withPartition(browser, run, 'losses-0', {}, async (page) => {
      await openFirst(page);
      const long = page.locator('table.records tbody tr').nth(4);
      assert.equal((await long.locator('pre').last().innerText()).length, 2000);
      await long.getByRole('button', { name: 'Show all 5,000 characters' }).click();
      assert.equal((await long.locator('pre').last().innerText()).length, 5000);
      await page.getByText("This is the object's end.").waitFor();
      await page.getByRole('button', { name: /^20 – 44\s*, open this object$/ }).click();
      await page.getByText('20 offsets without one').waitFor();
      assert.equal(await page.locator('table.records tbody th').first().innerText(), '40');
    }),
};
