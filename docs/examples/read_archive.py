#!/usr/bin/python3
"""Prints a partition of an archive in a folder as JSON lines: python3 read_archive.py ARCHIVE TOPIC PARTITION

Written from docs/object-format.md alone, with the standard library alone (for zstandard that of Python 3.14, or the package
zstandard). Each object is checked before a line of it is printed; the first damage ends it with exit code 1. It holds an
object in memory, and reads none of the original tool's.
"""
import base64, hashlib, io, json, os, struct, sys, zlib

class Data(io.BytesIO):
    def take(self, length):
        taken = self.read(length)
        check(len(taken) == length, "it ends too early")
        return taken
    def long(self):
        number = shift = 0
        while True:
            byte = self.take(1)[0]
            number, shift = number | (byte & 0x7F) << shift, shift + 7
            check(number < 1 << 64, "a number has too many digits")
            if byte < 0x80:
                return (number >> 1) ^ -(number & 1)
    def bytes(self):
        return self.take(self.long())
    def value(self, line, name):  # text where it is UTF-8, base64 elsewhere
        value = self.bytes() if self.long() else None
        try:
            line[name] = None if value is None else value.decode()
        except UnicodeDecodeError:
            line[name + "Base64"] = base64.b64encode(value).decode()
        return line
    def items(self):  # of an array or a map: blocks of items, each with its count before it, the last of none
        while count := self.long():
            yield from range(count)
    def record(self, filename):
        line = {"filename": filename, "timestamp": self.long()}
        self.value(line, "key")
        self.value(line, "value")
        line["offset"] = self.long()
        headers = [self.value({"key": self.bytes().decode()}, "value") for _ in self.items()]
        return {**line, "headers": headers} if headers else line

def check(holds, otherwise):
    if not holds:
        raise ValueError(otherwise)

def unpack(codec, block):
    if codec == b"deflate":
        return zlib.decompress(block, -15)
    if codec == b"null":
        return block
    check(codec == b"zstandard", f"its codec is {codec.decode()}")
    try:
        from compression import zstd
    except ImportError:
        import zstandard as zstd
    try:
        return zstd.decompress(block)
    except zstd.ZstdError as damage:
        raise ValueError(damage)

def read_object(data, topic, partition, base, predecessor):
    size, data = len(data), Data(data)
    check(data.take(4) == b"Obj\x01", "it is no Avro object container")
    facts = {data.bytes().decode(): data.bytes() for _ in data.items()}
    sync, schema = data.take(16), facts["avro.schema"]
    seed = topic.encode() + b"\0" + struct.pack(">iq", partition, base) + schema
    check(sync == hashlib.sha256(seed).digest()[:16], "its sync marker is not that of its name and schema")
    lines, index, digest = [], Data(facts["kafka.blocks"]), hashlib.sha256()
    while (start := data.tell()) < size:
        count, block = data.long(), data.bytes()
        check(data.take(16) == sync, f"the block at byte {start} does not end with the sync marker")
        block = unpack(facts["avro.codec"], block)
        digest.update(block)
        block = Data(block)
        new = [block.record(f"{base:020}") for _ in range(count)]
        times = [line["timestamp"] for line in new]
        said = [index.long() for _ in range(4)]
        real = [data.tell() - start, new[0]["offset"], min(times), max(times)]
        check(said == real, f"its block index says {said} of the block at byte {start}, which is {real}")
        check(not block.read(1), f"the block at byte {start} has more than its records")
        lines += new
    times = [line["timestamp"] for line in lines]
    said = [facts["kafka." + name].decode() for name in
            ("topic", "partition", "base.offset", "records", "timestamp.min", "timestamp.max", "next.offset", "records.sha256")]
    real = [topic, partition, base, len(lines), min(times), max(times), lines[-1]["offset"] + 1, digest.hexdigest()]
    check(said == [str(value) for value in real] and not index.read(1), f"its header says {said}, and it is {real}")
    chain = hashlib.sha256(predecessor + struct.pack(">qqq", base, real[6], len(lines)) + digest.digest())
    check(chain.hexdigest() == facts["kafka.chain.sha256"].decode(), "its chain hash does not follow from its predecessor")
    return lines, real[6], chain.digest()

def start_of(archive, topic, partition):
    for name in f"{topic}/start.json", f"{topic}/{partition:06}/start.json":
        path = os.path.join(archive, "~kafka-store", name)
        starts = json.load(open(path))["partitions"] if os.path.exists(path) else {}
        if str(partition) in starts:
            return starts[str(partition)]
    raise ValueError(f"no start marker has partition {partition} of {topic}")

def main(archive, topic, partition):
    folder = f"{topic}/{partition:06}"
    name = f"{folder}/{start_of(archive, topic, partition):020}"
    chain = hashlib.sha256(name.encode()).digest()
    while os.path.exists(os.path.join(archive, name)):
        with open(os.path.join(archive, name), "rb") as file:
            try:
                lines, following, chain = read_object(file.read(), topic, partition, int(name[-20:]), chain)
            except (ValueError, LookupError, zlib.error) as damage:
                raise ValueError(f"{name} is damaged: {damage}")
        for line in lines:
            print(json.dumps(line, sort_keys=True))
        name = f"{folder}/{following:020}"
    later = [other for other in os.listdir(os.path.join(archive, folder)) if other > name[-20:]]
    check(not later, f"{name} is missing, and {len(later)} objects follow it")

if __name__ == "__main__":
    try:
        main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
    except ValueError as problem:
        sys.exit(str(problem))
