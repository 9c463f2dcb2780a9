// Google's own client against a server, or against objects that somebody else made there.
// node google-client.cjs TOOLS ENDPOINT BUCKET check | write NAME BYTES | read NAME
'use strict';
const assert = require('node:assert/strict');
const crypto = require('node:crypto');
const path = require('node:path');
const { createRequire } = require('node:module');

const [tools, apiEndpoint, bucketName, command, ...rest] = process.argv.slice(2);
const { Storage } = createRequire(path.join(tools, 'package.json'))('@google-cloud/storage');
const storage = new Storage({
  apiEndpoint,
  projectId: 'test',
  useAuthWithCustomEndpoint: false,
  retryOptions: { maxRetries: 1, retryDelayMultiplier: 1, maxRetryDelay: 1, totalTimeout: 20 },
});
const bucket = storage.bucket(bucketName);
const free = { preconditionOpts: { ifGenerationMatch: 0 } };
const bytes = (length, seed) => crypto.createHash('shake256', { outputLength: length }).update(seed).digest();
const sha256 = content => crypto.createHash('sha256').update(content).digest('hex');
const fails = (action, code, reason) => assert.rejects(action, error => {
  assert.equal(Number(error.response?.status ?? error.code), code, String(error));
  if (reason) assert.equal(error.errors?.[0]?.reason, reason, JSON.stringify(error.errors));
  return true;
});

async function writeInChunks(name, content, options) {
  await new Promise((resolve, reject) => {
    const stream = bucket.file(name).createWriteStream({ resumable: true, ...options });
    stream.on('error', reject).on('finish', resolve);
    stream.end(content);
  });
}

const checks = {
  async simpleUploadIsReadBack() {
    const content = bytes(10_000, 'simple');
    await bucket.file('simple/a b/ü%2F?#').save(content, { resumable: false, contentType: 'text/x-test', metadata: { metadata: { one: '1', two: 'zwei' } } });
    const [read] = await bucket.file('simple/a b/ü%2F?#').download({ validation: 'crc32c' });
    assert.ok(content.equals(read));
    const [metadata] = await bucket.file('simple/a b/ü%2F?#').getMetadata();
    assert.equal(metadata.contentType, 'text/x-test');
    assert.deepEqual(metadata.metadata, { one: '1', two: 'zwei' });
    assert.equal(metadata.size, '10000');
    assert.equal(metadata.md5Hash, crypto.createHash('md5').update(content).digest('base64'));
  },
  async emptyObjectIsReadBack() {
    await bucket.file('empty').save(Buffer.alloc(0), { resumable: false });
    await writeInChunks('empty-resumable', Buffer.alloc(0), {});
    for (const name of ['empty', 'empty-resumable']) assert.equal((await bucket.file(name).download())[0].length, 0);
  },
  async creationOnlyIfAbsent() {
    const first = bytes(1_000, 'first');
    await bucket.file('once').save(first, { resumable: false, ...free });
    await fails(bucket.file('once').save('second', { resumable: false, ...free }), 412, 'conditionNotMet');
    await fails(writeInChunks('once', bytes(600_000, 'third'), { chunkSize: 262_144, ...free }), 412);
    assert.ok(first.equals((await bucket.file('once').download())[0]));
  },
  async overwritingMakesANewGeneration() {
    await bucket.file('twice').save('1', { resumable: false });
    const [before] = await bucket.file('twice').getMetadata();
    await bucket.file('twice').save('2', { resumable: false, preconditionOpts: { ifGenerationMatch: before.generation } });
    const [after] = await bucket.file('twice').getMetadata();
    assert.ok(BigInt(after.generation) > BigInt(before.generation));
    await fails(bucket.file('twice', { generation: before.generation }).getMetadata(), 404, 'notFound');
  },
  async resumableUploadInOneRequest() {
    const content = bytes(3_000_000, 'one');
    await writeInChunks('resumable/one', content, free);
    assert.ok(content.equals((await bucket.file('resumable/one').download({ validation: 'md5' }))[0]));
  },
  async resumableUploadInChunks() {
    const content = bytes(262_144 * 3 + 17, 'chunks');
    await writeInChunks('resumable/chunks', content, { chunkSize: 262_144, ...free });
    assert.ok(content.equals((await bucket.file('resumable/chunks').download())[0]));
    const whole = bytes(262_144 * 2, 'whole chunks');
    await writeInChunks('resumable/whole', whole, { chunkSize: 262_144, ...free });
    assert.ok(whole.equals((await bucket.file('resumable/whole').download())[0]));
  },
  async uploadIsTakenUpAgainBySomebodyElse() {
    const content = bytes(262_144 * 3, 'taken up');
    const file = bucket.file('resumable/taken-up');
    const [uri] = await file.createResumableUpload(free);
    const put = (from, to) => fetch(uri, {
      method: 'PUT', body: content.subarray(from, to), headers: { 'Content-Range': `bytes ${from}-${to - 1}/${content.length}` },
    });
    const query = () => fetch(uri, { method: 'PUT', headers: { 'Content-Range': `bytes */${content.length}` } });
    let answer = await query();
    assert.deepEqual([answer.status, answer.headers.get('range')], [308, null]);
    answer = await put(0, 262_144);
    assert.deepEqual([answer.status, answer.headers.get('range')], [308, 'bytes=0-262143']);
    answer = await query();
    assert.deepEqual([answer.status, answer.headers.get('range')], [308, 'bytes=0-262143']);
    assert.deepEqual(await file.exists(), [false]);
    await new Promise((resolve, reject) => {
      const stream = file.createWriteStream({ resumable: true, uri, offset: 262_144, isPartialUpload: false, validation: false });
      stream.on('error', reject).on('finish', resolve);
      stream.end(content.subarray(262_144));
    });
    assert.ok(content.equals((await file.download())[0]));
    answer = await query();
    assert.equal(answer.status, 200);
    assert.equal((await answer.json()).size, String(content.length));
  },
  async wrongMd5IsRefused() {
    const wrong = crypto.createHash('md5').update('something else').digest('base64');
    for (const resumable of [false, true]) {
      const save = bucket.file('wrong').save(bytes(300_000, 'wrong'), { resumable, validation: false, metadata: { md5Hash: wrong } });
      await assert.rejects(save, error => Number(error.code) === 400 && /doesn't match calculated MD5 hash/.test(error.message));
      assert.deepEqual(await bucket.file('wrong').exists(), [false]);
    }
  },
  async rangesAreThoseAskedFor() {
    const content = bytes(100_000, 'ranges');
    await bucket.file('ranges').save(content, { resumable: false });
    const read = async options => (await bucket.file('ranges').download(options))[0];
    assert.ok(content.subarray(10, 21).equals(await read({ start: 10, end: 20 })));
    assert.ok(content.subarray(99_990).equals(await read({ start: 99_990 })));
    assert.ok(content.subarray(99_990).equals(await read({ start: 99_990, end: 1_000_000 })));
    await fails(read({ start: 100_000, end: 100_001 }), 416);
  },
  async listingIsPagedAndInOrder() {
    const names = [...Array(25).keys()].map(number => `list/${String(number * 7).padStart(4, '0')}`);
    await Promise.all([...names].reverse().map(name => bucket.file(name).save('x', { resumable: false })));
    const list = async options => (await bucket.getFiles({ prefix: 'list/', ...options }))[0].map(file => file.name);
    assert.deepEqual(await list({}), names);
    assert.deepEqual(await list({ maxResults: 4 }), names.slice(0, 4));
    assert.deepEqual(await list({ startOffset: names[10] }), names.slice(10));
    assert.deepEqual(await list({ startOffset: names[10] + '0' }), names.slice(11));
    for (const startOffset of [undefined, names[3]]) {
      const pages = [];
      let query = { prefix: 'list/', startOffset, maxResults: 4, autoPaginate: false };
      while (query) {
        const [files, next] = await bucket.getFiles(query);
        pages.push(files.map(file => file.name));
        query = next;
      }
      assert.deepEqual(pages.flat(), startOffset ? names.slice(3) : names);
      assert.ok(pages.every(page => page.length <= 4));
    }
    assert.deepEqual(await list({ prefix: 'list/no-such' }), []);
  },
  async deletedObjectIsGone() {
    const file = bucket.file('gone');
    await file.save('x', { resumable: false });
    await file.delete();
    assert.deepEqual(await file.exists(), [false]);
    await fails(file.delete(), 404, 'notFound');
    await file.delete({ ignoreNotFound: true });
  },
  async missingThingsAreSaidToBeMissing() {
    await fails(bucket.file('missing').getMetadata(), 404, 'notFound');
    await fails(bucket.file('missing').download(), 404);
    await assert.rejects(storage.bucket('no-such-bucket').file('a').getMetadata(), /bucket does not exist/);
    await fails(storage.bucket('no-such-bucket').getFiles(), 404, 'notFound');
    await fails(storage.bucket('no-such-bucket').file('a').save('x', { resumable: false }), 404, 'notFound');
  },
  async keyAndStorageClassAreKept() {
    const kmsKeyName = 'projects/p/locations/l/keyRings/r/cryptoKeys/k';
    await bucket.file('kept', { kmsKeyName }).save('x', { resumable: false, metadata: { storageClass: 'COLDLINE' } });
    const [metadata] = await bucket.file('kept').getMetadata();
    assert.equal(metadata.storageClass, 'COLDLINE');
    assert.ok(metadata.kmsKeyName.startsWith(kmsKeyName));
    await fails(bucket.file('kept-not').save('x', { resumable: false, metadata: { storageClass: 'LUKEWARM' } }), 400, 'invalid');
  },
};

const commands = {
  async check() {
    const results = {};
    for (const [name, check] of Object.entries(checks)) {
      results[name] = await check().then(() => 'ok', error => error.stack ?? String(error));
    }
    return results;
  },
  async write(name, length) {
    const content = bytes(Number(length), name);
    await writeInChunks(name, content, { ...free, metadata: { metadata: { kafka_records: '3', count: '3' } } });
    return { sha256: sha256(content) };
  },
  async read(name) {
    const [content] = await bucket.file(name).download({ validation: 'crc32c' });
    const [metadata] = await bucket.file(name).getMetadata();
    const [files] = await bucket.getFiles({ prefix: name });
    return { sha256: sha256(content), md5: metadata.md5Hash, size: metadata.size, metadata: metadata.metadata, names: files.map(file => file.name) };
  },
};

commands[command](...rest).then(
  result => console.log(JSON.stringify(result)),
  error => {
    console.error(error);
    process.exitCode = 1;
  });
