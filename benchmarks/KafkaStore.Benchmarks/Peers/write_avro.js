// Writes records into an Avro container with avsc: write_avro.js RECORDS TARGET; prints what it took, or why it can't.
'use strict';
const fs = require('fs');

let avsc;
try {
  avsc = require('avsc');
} catch (e) {
  console.log('avsc is not installed');
  process.exit(0);
}

const data = fs.readFileSync(process.argv[2]);
const size = data.readInt32BE(0);
const type = avsc.Type.forSchema(JSON.parse(data.toString('utf8', 4, 4 + size)), { wrapUnions: false });
const records = [];
let encoded = 0;
for (let at = 4 + size; at < data.length; ) {
  const offset = Number(data.readBigInt64BE(at));
  const timestamp = Number(data.readBigInt64BE(at + 8));
  const key = data.readInt32BE(at + 16);
  const value = data.readInt32BE(at + 20);
  at += 24;
  records.push({
    timestamp,
    key: data.subarray(at, at + key),
    value: data.subarray(at + key, at + key + value),
    offset,
    headers: [],
  });
  at += key + value;
  encoded += key + value;
}

const cpu = process.cpuUsage();
const started = process.hrtime.bigint();
const encoder = avsc.createFileEncoder(process.argv[3], type, { codec: 'deflate', blockSize: 1 << 20 });
encoder.on('finish', () => {
  const used = process.cpuUsage(cpu);
  const wall = Number(process.hrtime.bigint() - started) / 1e9;
  console.log(`avsc\t${((used.user + used.system) / 1e6).toFixed(4)}\t${wall.toFixed(4)}\t${encoded}`);
});
let next = 0;
(function write() {
  while (next < records.length) {
    if (!encoder.write(records[next++])) {
      encoder.once('drain', write);
      return;
    }
  }
  encoder.end();
})();
