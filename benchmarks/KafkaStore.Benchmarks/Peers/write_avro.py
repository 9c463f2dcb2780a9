"""Writes records into an Avro container with python3-avro: write_avro.py RECORDS TARGET; prints what it took, or why it can't."""
import json, struct, sys, time

try:
    import avro.datafile, avro.io, avro.schema
except ImportError:
    print("python3-avro is not installed")
    sys.exit(0)


def read(path):
    """The schema, and the records: timestamp, key, value, offset."""
    data = open(path, "rb").read()
    size, = struct.unpack_from(">i", data)
    schema, at, records = data[4:4 + size].decode(), 4 + size, []
    while at < len(data):
        offset, timestamp, key, value = struct.unpack_from(">qqii", data, at)
        at += 24
        records.append({"timestamp": timestamp, "key": data[at:at + key], "value": data[at + key:at + key + value], "offset": offset, "headers": []})
        at += key + value
    return schema, records


schema, records = read(sys.argv[1])
encoded = sum(len(r["key"]) + len(r["value"]) for r in records)
cpu, wall = time.process_time(), time.monotonic()
with avro.datafile.DataFileWriter(open(sys.argv[2], "wb"), avro.io.DatumWriter(), avro.schema.parse(schema), codec="deflate") as writer:
    for record in records:
        writer.append(record)
print("python3-avro %s\t%.4f\t%.4f\t%d" % (avro.__version__, time.process_time() - cpu, time.monotonic() - wall, encoded))
