import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { withTable } from './browser.mjs';

export const faultPaths = {
  'a fault says what to do, resuming asks first, says what is left, and clears it once its cause is gone': (browser, run) =>
    withTable(browser, run, {}, async (page) => {
      const card = page.getByRole('article', { name: 'Fault of payments-0' });
      await card.getByText('ArchiveDamaged').waitFor();
      assert.match(await card.innerText(), /kafka-store verify/);
      const posts = [];
      page.on('request', (request) => request.method() === 'POST' && posts.push(request.url()));
      const ask = () => card.getByRole('button', { name: 'Resume payments-0…' }).click();
      const dialog = page.getByRole('dialog', { name: 'Resume payments-0?' });
      await ask();
      await dialog.getByText('The archiver looks whether the cause is gone.').waitFor();
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      assert.deepEqual(posts, []);

      await ask();
      await dialog.getByRole('button', { name: 'Resume payments-0', exact: true }).click();
      await dialog.getByText('The fault is still there.').waitFor();
      await dialog.getByRole('button', { name: 'Close' }).click();
      assert.equal(posts.length, 1);
      assert.match(posts[0], /\/api\/topics\/payments\/resume\?partition=0$/);

      writeFileSync(run.damaged, Buffer.from(run.whole, 'base64'));
      await ask();
      await dialog.getByRole('button', { name: 'Resume payments-0', exact: true }).click();
      await dialog.getByText('Cleared.').waitFor();
      await dialog.getByRole('button', { name: 'Close' }).click();
      await card.waitFor({ state: 'detached' });
      assert.equal(await page.getByRole('row', { name: /^payments-0/ }).getByText('faulted').count(), 0);
    }),
};
