namespace KafkaStore.Cli.Reader;

/// <summary>What was asked of <c>kafka-store-reader</c> beside a path.</summary>
internal sealed record ReaderRequest : RangeBounds
{
    /// <summary>Null when not given, which is all.</summary>
    public PartitionChoice? Partitions { get; init; }

    /// <summary>Records in all.</summary>
    public long Limit { get; init; } = long.MaxValue;

    public RecordFormat Format { get; init; }

    public BytesFormat Key { get; init; }

    public BytesFormat Value { get; init; }

    /// <summary>Null for standard output.</summary>
    public string? Output { get; init; }

    /// <summary>Replace the output file if it exists.</summary>
    public bool Force { get; init; }

    public bool Wait { get; init; }

    /// <summary>Null for none.</summary>
    public MySqlCatalogUrl? Catalog { get; init; }

    /// <summary>Whether something is asked for that only an archive can give.</summary>
    public bool IsOfArchivesAlone =>
        FromOffset is not null
        || ToOffset is not null
        || FromTime is not null
        || ToTime is not null
        || Partitions is not null
        || Format != RecordFormat.Json
        || Key != BytesFormat.Utf8
        || Value != BytesFormat.Utf8
        || Wait
        || Catalog is not null;

    /// <param name="partition">Of which partition.</param>
    /// <param name="least">No offset below this is wanted.</param>
    public RecordRange RangeOf(TopicPartition partition, long least) =>
        Of(partition) with
        {
            FromOffset = Math.Max(FromOffset ?? 0, least),
        };
}

/// <summary>What records are written as.</summary>
internal enum RecordFormat
{
    /// <summary>A JSON object a line.</summary>
    Json,

    /// <summary>One container.</summary>
    Avro,

    /// <summary>The values alone, a line feed after each.</summary>
    Raw,
}

/// <summary>How a key or value is shown in JSON.</summary>
internal enum BytesFormat
{
    /// <summary>As text; in base64 where it is not UTF-8.</summary>
    Utf8,

    Base64,

    Hex,

    /// <summary>The JSON value that it is; as <see cref="Utf8"/> where it is none.</summary>
    Json,

    /// <summary>Decoded with the schema that it names; in base64 where that can't be.</summary>
    Avro,
}
