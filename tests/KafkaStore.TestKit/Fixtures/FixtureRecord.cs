using System.Text.Encodings.Web;
using System.Text.Json.Serialization;

namespace KafkaStore.Tests.Fixtures;

/// <summary>One line of <c>records.ndjson</c>: a record that has to be in the archive once the case is continued and closed.</summary>
/// <param name="At">The partition, as <c>orders/000000</c>.</param>
/// <param name="Offset">Its offset.</param>
/// <param name="In">Where the record is: <c>archive</c>, <c>staging</c>, or <c>broker</c> alone.</param>
/// <param name="Timestamp">Unix ms.</param>
/// <param name="Key">Base64 or null; of many equal bytes <c>BASE64*COUNT</c>.</param>
/// <param name="Value">Likewise.</param>
/// <param name="Headers">Names and values in pairs.</param>
public sealed record FixtureRecord(
    string At,
    long Offset,
    string In,
    long Timestamp,
    string? Key,
    string? Value,
    IReadOnlyList<string?[]> Headers
)
{
    public const string FileName = "records.ndjson";
    public const string InArchive = "archive";
    public const string InStaging = "staging";
    public const string AtBroker = "broker";

    // Beyond it equal bytes are counted, so that a file stays small whose records are large.
    private const int WrittenBytes = 1000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [JsonIgnore]
    public Record Record =>
        new(Offset, Timestamp, Bytes(Key), Bytes(Value), [.. Headers.Select(pair => new RecordHeader(pair[0]!, Bytes(pair[1])))]);

    public static FixtureRecord Of(string at, string where, Record record) =>
        new(
            at,
            record.Offset,
            where,
            record.Timestamp,
            Text(record.Key),
            Text(record.Value),
            [.. record.Headers.Select(header => new[] { header.Key, Text(header.Value) })]
        );

    public static IReadOnlyList<FixtureRecord> ReadAll(string folder) =>
        [.. File.ReadLines(Path.Combine(folder, FileName)).Select(line => JsonSerializer.Deserialize<FixtureRecord>(line, Json)!)];

    public static void WriteAll(string folder, IEnumerable<FixtureRecord> records) =>
        File.WriteAllText(
            Path.Combine(folder, FileName),
            string.Concat(records.Select(record => JsonSerializer.Serialize(record, Json) + "\n"))
        );

    /// <summary>One text for one content, to compare by and to be read in a failure.</summary>
    public static string Show(string at, Record record) => JsonSerializer.Serialize(Of(at, "", record), Json);

    private static string? Text(ReadOnlyMemory<byte>? bytes)
    {
        if (bytes is not { } given)
            return null;
        return given.Length > WrittenBytes && given.Span.IndexOfAnyExcept(given.Span[0]) < 0
            ? string.Create(CultureInfo.InvariantCulture, $"{Convert.ToBase64String(given.Span[..1])}*{given.Length}")
            : Convert.ToBase64String(given.Span);
    }

    private static ReadOnlyMemory<byte>? Bytes(string? text)
    {
        if (text?.Split('*') is not { } parts)
            return default(ReadOnlyMemory<byte>?);
        byte[] bytes = Convert.FromBase64String(parts[0]);
        if (parts.Length == 1)
            return bytes;
        byte[] many = new byte[int.Parse(parts[1], CultureInfo.InvariantCulture)];
        Array.Fill(many, bytes[0]);
        return many;
    }
}
