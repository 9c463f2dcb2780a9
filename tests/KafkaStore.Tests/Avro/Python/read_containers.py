"""Prints what Avro's own Python library reads: for each file one line with its metadata, then one line a record."""
import base64
import json
import sys

import avro.datafile
import avro.io


def text(value):
    return None if value is None else base64.b64encode(value).decode()


for path in sys.argv[1:]:
    with open(path, "rb") as file, avro.datafile.DataFileReader(file, avro.io.DatumReader()) as reader:
        print(json.dumps({"file": {key: text(value) for key, value in reader.meta.items()}}))
        for record in reader:
            for field in ("key", "value"):
                record[field] = text(record[field])
            for header in record.get("headers", []):
                header["value"] = text(header["value"])
            print(json.dumps(record))
