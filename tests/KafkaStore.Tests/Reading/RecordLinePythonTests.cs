namespace KafkaStore.Tests.Reading;

/// <summary>Holds our lines against Python's own, on records that are full of what could be written otherwise.</summary>
public sealed class RecordLinePythonTests
{
    private const string Script = """
        import base64, json, sys
        def put(target, name, text):
            if text == "-":
                target[name] = None
                return
            data = bytes.fromhex(text)
            try:
                target[name] = data.decode("utf-8")
            except UnicodeDecodeError:
                target[name + "Base64"] = base64.b64encode(data).decode("ascii")
        for line in sys.stdin:
            filename, offset, timestamp, key, value, *headers = line.rstrip("\n").split(" ")
            record = {"filename": filename, "offset": int(offset), "timestamp": int(timestamp)}
            put(record, "key", key)
            put(record, "value", value)
            for header in headers:
                name, content = header.split(":")
                entry = {"key": bytes.fromhex(name).decode("utf-8")}
                put(entry, "value", content)
                record.setdefault("headers", []).append(entry)
            print(json.dumps(record, sort_keys=True))
        """;

    [ProgramFact("python3")]
    public async Task LinesAreWhatPythonPrints()
    {
        var random = new Random(20161107);
        Record[] records = [.. Enumerable.Range(0, 4_000).Select(_ => RandomRecord(random))];
        string input = string.Concat(records.Select(Describe));

        ToolRun python = await ToolRun.RunAsync("python3", ["-c", Script], input: input);

        string[] expected = python.Succeed().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(expected, records.Select(record => RecordLineTests.Line("00000000000000000007", record)));
        Assert.Contains(expected, line => line.Contains("valueBase64"));
        Assert.Contains(expected, line => line.Contains("\\ud83d\\ude00"));
    }

    private static Record RandomRecord(Random random) =>
        new(
            random.NextInt64(),
            random.NextInt64(-1, 4_102_444_800_000),
            RandomBytes(random),
            RandomBytes(random),
            [.. Enumerable.Range(0, Math.Max(0, random.Next(-3, 4))).Select(_ => new RecordHeader(RandomText(random), RandomBytes(random)))]
        );

    private static ReadOnlyMemory<byte>? RandomBytes(Random random)
    {
        switch (random.Next(6))
        {
            case 0:
                return null;
            case 1:
                // Short runs of lead and continuation bytes: some valid, most nearly so (overlong, surrogates, cut off).
                byte[] edges =
                [
                    0x00,
                    0x7f,
                    0x80,
                    0x8f,
                    0x90,
                    0x9f,
                    0xa0,
                    0xbf,
                    0xc0,
                    0xc1,
                    0xc2,
                    0xdf,
                    0xe0,
                    0xed,
                    0xee,
                    0xef,
                    0xf0,
                    0xf4,
                    0xf5,
                    0xff,
                ];
                return random.GetItems(edges, random.Next(5));
            default:
                return Encoding.UTF8.GetBytes(RandomText(random));
        }
    }

    private static string RandomText(Random random)
    {
        var text = new StringBuilder();
        for (int count = random.Next(12); count > 0; count--)
        {
            text.Append(
                random.Next(5) switch
                {
                    0 => "😀",
                    1 => ((char)random.Next(0x20)).ToString(),
                    2 => new Rune(random.Next(0x80, 0xd800)).ToString(),
                    3 => new Rune(random.Next(0xe000, 0x110000)).ToString(),
                    _ => ((char)random.Next(0x20, 0x80)).ToString(),
                }
            );
        }

        return text.ToString();
    }

    private static string Describe(Record record)
    {
        IEnumerable<string> headers = record.Headers.Select(header =>
            $" {Convert.ToHexString(Encoding.UTF8.GetBytes(header.Key))}:{Hex(header.Value)}"
        );
        return string.Create(
            CultureInfo.InvariantCulture,
            $"00000000000000000007 {record.Offset} {record.Timestamp} {Hex(record.Key)} {Hex(record.Value)}{string.Concat(headers)}\n"
        );
    }

    private static string Hex(ReadOnlyMemory<byte>? bytes) => bytes is { } some ? Convert.ToHexString(some.Span) : "-";
}
