// Clicks through the status page of a running archiver: node run.mjs '{"tools": …, "chromium": …, "address": …, "token": …}'
import { mkdirSync } from 'node:fs';
import { openBrowser } from './browser.mjs';
import { keyPaths } from './key.mjs';
import { tablePaths } from './table.mjs';
import { timelinePaths } from './timeline.mjs';
import { objectPaths } from './object.mjs';
import { jumpPaths } from './jump.mjs';
import { troublePaths } from './trouble.mjs';
import { lookPaths } from './look.mjs';
import { faultPaths } from './fault.mjs';

const run = JSON.parse(process.argv[2]);
mkdirSync(run.screenshots, { recursive: true });
const browser = await openBrowser(run.tools, run.chromium);
let failed = 0;
// Faults come last: the path that resumes ends them.
for (const paths of [keyPaths, tablePaths, timelinePaths, objectPaths, jumpPaths, troublePaths, lookPaths, faultPaths]) {
  for (const [name, path] of Object.entries(paths)) {
    const began = performance.now();
    try {
      await path(browser, run);
      console.log(`ok ${name} (${Math.round(performance.now() - began)} ms)`);
    } catch (error) {
      failed++;
      console.log(`not ok ${name}\n${error.stack}`);
    }
  }
}
await browser.browser.close();
process.exitCode = failed ? 1 : 0;
