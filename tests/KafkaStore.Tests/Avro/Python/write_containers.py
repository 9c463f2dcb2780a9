"""Writes a container as an independent writer does: SCHEMA CODEC RECORDS-A-BLOCK TARGET, records as JSON lines on standard input."""
import base64
import json
import sys

import avro.datafile
import avro.io
import avro.schema


def data(value):
    return None if value is None else base64.b64decode(value)


schema, codec, records_a_block, target = sys.argv[1:]
with open(target, "wb") as file:
    with avro.datafile.DataFileWriter(file, avro.io.DatumWriter(), avro.schema.parse(schema), codec=codec) as writer:
        for number, line in enumerate(sys.stdin, start=1):
            record = json.loads(line)
            for field in ("key", "value"):
                record[field] = data(record[field])
            for header in record.get("headers", []):
                header["value"] = data(header["value"])
            writer.append(record)
            if number % int(records_a_block) == 0:
                writer.sync()
