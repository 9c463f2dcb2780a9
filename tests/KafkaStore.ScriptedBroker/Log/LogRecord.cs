namespace KafkaStore.Scripted.Log;

/// <summary>A header; its name is bytes, since a producer may write a name that is no UTF-8.</summary>
public readonly record struct LogHeader(ReadOnlyMemory<byte> Name, ReadOnlyMemory<byte>? Value)
{
    public static LogHeader Of(string name, string? value) =>
        new(Encoding.UTF8.GetBytes(name), value is null ? null : Encoding.UTF8.GetBytes(value));
}

/// <summary>A record of a script, or one read out of a batch.</summary>
/// <param name="Key">Null: none.</param>
/// <param name="Value">Null: a tombstone.</param>
/// <param name="Timestamp">Unix milliseconds, any; null: the broker's time when it is appended.</param>
public sealed record LogRecord(ReadOnlyMemory<byte>? Key, ReadOnlyMemory<byte>? Value, long? Timestamp = null)
{
    public IReadOnlyList<LogHeader> Headers { get; init; } = [];

    /// <summary>Where it lies; set for records that were read.</summary>
    public long Offset { get; init; } = -1;

    public string? KeyText => Key is { } key ? Encoding.UTF8.GetString(key.Span) : null;

    public static LogRecord Of(string? key, string? value, long? timestamp = null) =>
        new(key is null ? null : Encoding.UTF8.GetBytes(key), value is null ? null : Encoding.UTF8.GetBytes(value), timestamp);

    /// <summary>So many records with keys <c>k0…</c> and values <c>v0…</c>.</summary>
    public static LogRecord[] Numbered(int count, int first = 0) => [.. Enumerable.Range(first, count).Select(i => Of($"k{i}", $"v{i}"))];
}
