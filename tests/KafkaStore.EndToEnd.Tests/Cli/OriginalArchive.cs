namespace KafkaStore.EndToEnd.Tests.Cli;

/// <summary>Files with the original tool's schema, written by Avro's own Python library (Debian package python3-avro).</summary>
internal static class OriginalArchive
{
    // Another python3 may come first on PATH, without Debian's packages.
    private const string Python = "/usr/bin/python3";

    private const string Script = """
        import sys, avro.datafile, avro.io, avro.schema
        schema = '{"type": "record", "name": "message", "fields": [{"name": "timestamp", "type": "long"}, {"name": "key", "type": ["null", "bytes"]}, {"name": "value", "type": ["null", "bytes"]}]}'
        with avro.datafile.DataFileWriter(open(sys.argv[1], "wb"), avro.io.DatumWriter(), avro.schema.parse(schema), codec="deflate") as writer:
            for timestamp, value in zip(sys.argv[2::2], sys.argv[3::2]):
                writer.append({"timestamp": int(timestamp), "key": None, "value": value.encode()})
        """;

    public static void Write(string path, params (long Timestamp, string Value)[] records)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        IEnumerable<string> arguments = records.SelectMany(record =>
            new[] { record.Timestamp.ToString(System.Globalization.CultureInfo.InvariantCulture), record.Value }
        );
        ToolRun.RunAsync(Python, ["-c", Script, path, .. arguments]).GetAwaiter().GetResult().Succeed();
    }
}
