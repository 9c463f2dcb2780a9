// Makes an archive of many small objects out of one real object: node many-objects.mjs OBJECT FOLDER PARTITIONS OBJECTS
// The first partition has the objects that the others, with one each, leave. Records are not rewritten, so only headers can be read.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [object, folder, partitions, objects] = process.argv.slice(2);
const source = readFileSync(object);
const step = 100n;
const start = 1772323200000n;

function long(value) {
  const bytes = [];
  let rest = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return Buffer.from([...bytes, Number(rest)]);
}

function reader(bytes) {
  let at = 0;
  const next = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = BigInt(bytes[at++]);
      value |= (byte & 127n) << shift;
      if (byte < 128n) return (value >> 1n) ^ -(value & 1n);
    }
  };
  const take = () => { const length = Number(next()); at += length; return bytes.subarray(at - length, at); };
  return { next, take, skip: (count) => { at += count; }, rest: () => bytes.subarray(at) };
}

const text = (value) => Buffer.from(String(value));
const sized = (bytes) => Buffer.concat([long(BigInt(bytes.length)), bytes]);

const header = reader(source);
header.skip(4);
const entries = new Map();
for (let count = header.next(); count !== 0n; count = header.next()) {
  for (; count > 0n; count--) entries.set(`${header.take()}`, Buffer.from(header.take()));
}
const body = header.rest(); // begins with the sync marker
const reasons = ['Age', 'Size', 'Count', 'Idle', 'Requested'];

function write(partition, index) {
  const base = BigInt(index) * step;
  const time = start + BigInt(index) * 60000n;
  const facts = new Map(entries);
  const set = (name, value) => facts.set(`kafka.${name}`, value);
  set('topic', text('many'));
  set('partition', text(partition));
  set('base.offset', text(base));
  set('next.offset', text(base + step));
  set('roll.reason', text(reasons[Math.floor(index / 50) % reasons.length]));
  set('timestamp.min', text(time));
  set('timestamp.max', text(time + 59000n));
  set('blocks', Buffer.concat([BigInt(body.length - 16), base, time, time + 59000n].map(long)));
  const pairs = [...facts].flatMap(([name, value]) => [sized(text(name)), sized(value)]);
  const bytes = Buffer.concat([Buffer.from('Obj\x01', 'latin1'), long(BigInt(facts.size)), ...pairs, long(0n), body]);
  writeFileSync(join(folder, 'many', String(partition).padStart(6, '0'), String(base).padStart(20, '0')), bytes);
}

for (let partition = 0; partition < Number(partitions); partition++) {
  mkdirSync(join(folder, 'many', String(partition).padStart(6, '0')), { recursive: true });
  for (let i = partition === 0 ? Number(objects) - Number(partitions) : 0; i >= 0; i--) write(partition, i);
}
