"""Reads a range over HTTP as containers, following the links: prints one line a record as Avro's own Python library reads it."""
import base64
import io
import json
import re
import sys
import urllib.parse
import urllib.request

import avro.datafile
import avro.io


def text(value):
    return None if value is None else base64.b64encode(value).decode()


url, token = sys.argv[1:]
while url:
    request = urllib.request.Request(url, headers={"Accept": "avro/binary", "Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(request) as response:
        body, link = response.read(), response.headers.get("Link")
    with avro.datafile.DataFileReader(io.BytesIO(body), avro.io.DatumReader()) as reader:
        for record in reader:
            for field in ("key", "value"):
                record[field] = text(record[field])
            for header in record["headers"]:
                header["value"] = text(header["value"])
            print(json.dumps(record))
    url = urllib.parse.urljoin(url, re.fullmatch(r'<(.*)>; rel="next"', link).group(1)) if link else None
