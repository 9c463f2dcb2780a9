"""Random schemas with values as an independent writer encodes them.

datums SEED COUNT           prints a line a datum: its schema, its encoding and what it is in plain JSON
container SEED CODEC PATH   writes a container of one random record schema, prints a line a record
resolve                     reads lines of writer, reader and value; prints how the reader sees what the writer wrote
references                  reads one line: schemas, of which the last names the others, and a value; prints its encoding
"""
import base64
import datetime
import decimal
import io
import json
import random
import sys

import avro.datafile
import avro.io
import avro.schema

PRIMITIVES = ["null", "boolean", "int", "long", "float", "double", "bytes", "string"]
LOGICAL = [
    {"type": "int", "logicalType": "date"},
    {"type": "int", "logicalType": "time-millis"},
    {"type": "long", "logicalType": "time-micros"},
    {"type": "long", "logicalType": "timestamp-millis"},
    {"type": "long", "logicalType": "timestamp-micros"},
    {"type": "bytes", "logicalType": "decimal", "precision": 12, "scale": 3},
    {"type": "bytes", "logicalType": "decimal", "precision": 9},
]
ALPHABET = "abcXYZ 0129\"\\/\n\t\u0000\u007f\u00e9\u20ac\u4e2d\U0001f600"


class Maker:
    def __init__(self, rng):
        self.rng = rng
        self.count = 0
        self.defined = []  # full names of finished named types

    def name(self):
        self.count += 1
        return f"T{self.count}"

    def schema(self, depth, space, in_union=False):
        rng = self.rng
        kinds = ["primitive"] * 4 + ["logical"]
        if depth > 0:
            kinds += ["record", "record", "enum", "fixed", "array", "map"] + ([] if in_union else ["union", "optional", "list"])
        if self.defined and not in_union:
            kinds += ["known"]
        kind = rng.choice(kinds)
        if kind == "primitive":
            name = rng.choice(PRIMITIVES)
            return rng.choice([name, {"type": name}, {"type": name, "doc": "x", "extra": {"a": [1]}}])
        if kind == "logical":
            return dict(rng.choice(LOGICAL))
        if kind == "known":
            return rng.choice(self.defined)
        if kind == "array":
            return {"type": "array", "items": self.schema(depth - 1, space)}
        if kind == "map":
            return {"type": "map", "values": self.schema(depth - 1, space)}
        if kind == "optional":
            return ["null", self.branch(depth, space, {"null"})]
        if kind == "union":
            taken = set()
            return [self.branch(depth, space, taken) for _ in range(rng.randint(1, 4))]
        if kind == "list":
            name = self.name()
            result = {"type": "record", "name": name, "namespace": "lists",
                      "fields": [{"name": f"{name.lower()}_value", "type": self.schema(depth - 1, "lists")}, {"name": "next", "type": ["null", name]}]}
            self.defined.append(f"lists.{name}")
            return result
        return self.named(kind, depth, space)

    def named(self, kind, depth, space):
        rng = self.rng
        name = self.name()
        result = {"type": kind, "name": name}
        here = space
        if space is None or rng.random() < 0.3:
            here = rng.choice(["a", "a.b", "c"])
            if rng.random() < 0.5:
                result["namespace"] = here
            else:
                result["name"] = f"{here}.{name}"
        if kind == "record":
            result["fields"] = [{"name": f"{name.lower()}_{i}", "type": self.schema(depth - 1, here)} for i in range(rng.randint(0, 4))]
            if result["fields"] and rng.random() < 0.3:
                result["fields"][0]["doc"] = "said"
                result["fields"][0]["order"] = "descending"
                result["fields"][0]["aliases"] = ["other"]
        elif kind == "enum":
            result["symbols"] = [f"S{i}" for i in range(rng.randint(1, 5))]
        else:
            result["size"] = rng.randint(1, 20)
            if rng.random() < 0.3:
                result.update(logicalType="decimal", precision=5, scale=2, size=4)
        self.defined.append(f"{here}.{name}" if here else name)
        return result

    def branch(self, depth, space, taken):
        # The other library tells a union's branches apart by what a Python value looks like.
        alike = {"int": "number", "long": "number", "float": "number", "double": "number", "fixed": "bytes", "record": "map"}
        while True:
            before = list(self.defined)
            branch = self.schema(depth - 1, space, in_union=True)
            kind = branch if isinstance(branch, str) else branch["type"]
            kind = alike.get(kind, kind)
            if kind not in taken:
                taken.add(kind)
                return branch
            self.defined = before  # what was named in a schema that is thrown away is no more

    def value(self, schema, depth=0):
        rng = self.rng
        logical = getattr(schema, "logical_type", None)
        kind = schema.type
        if kind == "null":
            return None
        if kind == "boolean":
            return rng.random() < 0.5
        if logical == "decimal":
            digits = rng.randint(0, 10 ** min(schema.precision, 9) - 1)
            return decimal.Decimal(rng.choice([digits, -digits, 0, 1, -1, 127, 128, -128, -129])).scaleb(-(schema.scale or 0))
        if logical == "date":
            return datetime.date(1970, 1, 1) + datetime.timedelta(days=rng.randint(-100000, 100000))
        if logical in ("time-millis", "time-micros"):
            micros = rng.randrange(86_400_000) * 1000 if logical == "time-millis" else rng.randrange(86_400_000_000)
            return (datetime.datetime(2000, 1, 1) + datetime.timedelta(microseconds=micros)).time()
        if logical in ("timestamp-millis", "timestamp-micros"):
            micros = rng.randint(-(10**15), 10**16)
            micros = micros // 1000 * 1000 if logical == "timestamp-millis" else micros
            return datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc) + datetime.timedelta(microseconds=micros)
        if kind == "int":
            return rng.choice([0, -1, 1, -(2**31), 2**31 - 1, rng.randint(-(2**31), 2**31 - 1)])
        if kind == "long":
            return rng.choice([0, -1, 63, 64, -64, -65, -(2**63), 2**63 - 1, rng.randint(-(2**63), 2**63 - 1)])
        if kind in ("float", "double"):
            return rng.choice([0.0, -0.5, rng.randint(-(2**20), 2**20) / 8, float("nan"), float("inf"), float("-inf")])
        if kind == "bytes":
            return rng.choice([b"", b"plain text", "h\u00e9".encode(), rng.randbytes(rng.randint(0, 40))])
        if kind == "string":
            return "".join(rng.choice(ALPHABET) for _ in range(rng.randint(0, 20)))
        if kind == "fixed":
            return rng.choice([b"x" * schema.size, rng.randbytes(schema.size)])
        if kind == "enum":
            return rng.choice(schema.symbols)
        if kind == "array":
            return [self.value(schema.items, depth + 1) for _ in range(rng.randint(0, 3))]
        if kind == "map":
            return {f"k{i}\u00e9": self.value(schema.values, depth + 1) for i in range(rng.randint(0, 3))}
        if kind == "union":
            branches = schema.schemas
            return self.value(branches[0] if depth > 12 else rng.choice(branches), depth + 1)
        return {field.name: self.value(field.type, depth + 1) for field in schema.fields}


def plain(schema, value):
    """What was read, as the product prints it."""
    if schema.type == "union":
        for branch in schema.schemas:
            if branch.validate(value):
                return plain(branch, value)
        raise ValueError(value)
    logical = getattr(schema, "logical_type", None)
    if isinstance(value, decimal.Decimal):
        return f"{value:f}"
    if isinstance(value, datetime.datetime):
        text = value.strftime("%Y-%m-%dT%H:%M:%S").rjust(19, "0")
        return f"{text}.{value.microsecond // 1000:03d}Z" if logical == "timestamp-millis" else f"{text}.{value.microsecond:06d}Z"
    if isinstance(value, datetime.time):
        return f"{value:%H:%M:%S}.{value.microsecond // 1000:03d}" if logical == "time-millis" else f"{value:%H:%M:%S}.{value.microsecond:06d}"
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, float) and value != value:
        return "NaN"
    if isinstance(value, float) and value in (float("inf"), float("-inf")):
        return "Infinity" if value > 0 else "-Infinity"
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError:
            return {"base64": base64.b64encode(value).decode()}
    if schema.type == "array":
        return [plain(schema.items, item) for item in value]
    if schema.type == "map":
        return {key: plain(schema.values, item) for key, item in value.items()}
    if schema.type in ("record", "error"):
        return {field.name: plain(field.type, value[field.name]) for field in schema.fields}
    return value


def encode(schema, value):
    target = io.BytesIO()
    avro.io.DatumWriter(schema).write(value, avro.io.BinaryEncoder(target))
    return target.getvalue()


def decode(writer, reader, data):
    return avro.io.DatumReader(writer, reader).read(avro.io.BinaryDecoder(io.BytesIO(data)))


def line(**facts):
    print(json.dumps(facts))


def datums(seed, count):
    rng = random.Random(int(seed))
    for _ in range(int(count)):
        maker = Maker(rng)
        text = json.dumps(maker.schema(4, None))
        schema = avro.schema.parse(text)
        for _ in range(3):
            data = encode(schema, maker.value(schema))
            line(schema=text, data=base64.b64encode(data).decode(), plain=plain(schema, decode(schema, schema, data)))


def container(seed, codec, path):
    rng = random.Random(int(seed))
    maker = Maker(rng)
    text = json.dumps(maker.named("record", 4, None))
    schema = avro.schema.parse(text)
    with open(path, "wb") as file:
        with avro.datafile.DataFileWriter(file, avro.io.DatumWriter(), schema, codec=codec) as writer:
            for number in range(50):
                writer.append(maker.value(schema))
                if number % 7 == 6:
                    writer.sync()
    with open(path, "rb") as file:
        with avro.datafile.DataFileReader(file, avro.io.DatumReader()) as reader:
            for value in reader:
                line(plain=plain(schema, value))


def value_of(schema, value):
    """JSON's texts for bytes and fixed are their Latin-1 characters, as in a schema's defaults."""
    if schema.type in ("bytes", "fixed"):
        return value.encode("latin-1")
    if schema.type == "array":
        return [value_of(schema.items, item) for item in value]
    if schema.type == "map":
        return {key: value_of(schema.values, item) for key, item in value.items()}
    if schema.type == "record":
        return {field.name: value_of(field.type, value[field.name]) for field in schema.fields}
    return value


def resolve():
    for text in sys.stdin:
        case = json.loads(text)
        writer, reader = avro.schema.parse(json.dumps(case["writer"])), avro.schema.parse(json.dumps(case["reader"]))
        data = encode(writer, value_of(writer, case["value"]))
        try:
            seen = plain(reader, decode(writer, reader, data))
        except Exception as e:
            line(data=base64.b64encode(data).decode(), error=str(e))
        else:
            line(data=base64.b64encode(data).decode(), plain=seen)


def references():
    case = json.loads(sys.stdin.readline())
    names = avro.name.Names()
    for text in case["schemas"]:
        schema = avro.schema.make_avsc_object(json.loads(text), names)
    case["value"]["photo"] = b"\xff"
    line(data=base64.b64encode(encode(schema, case["value"])).decode())


globals()[sys.argv[1]](*sys.argv[2:])
