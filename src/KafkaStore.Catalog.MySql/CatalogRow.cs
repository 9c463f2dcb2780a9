using System.Data.Common;
using System.Globalization;
using KafkaStore.Naming;
using KafkaStore.Reading.Objects;
using KafkaStore.Records;
using KafkaStore.Segments;
using KafkaStore.Storage;

namespace KafkaStore.Catalog.MySql;

/// <summary>An entry as one row of each table.</summary>
internal static class CatalogRow
{
    /// <summary>Both tables, of one topic and partition; the original's decides which rows there are.</summary>
    // The second comparison tells topics apart that differ by case, in a table whose collation does not; the first has the index.
    public const string Select = $"""
        SELECT f.`startOffset`, f.`finalOffset`, f.`byteSize`, f.`md5Hash`, f.`time`, s.`records`, s.`smallestTimestamp`, s.`largestTimestamp`,
          s.`recordsSha256`, s.`chainSha256`, s.`rollReason`, s.`codec`, s.`storeUrl`
        FROM `{CatalogTables.Files}` f
        LEFT JOIN `{CatalogTables.Segments}` s ON s.`topic` = @topic AND s.`partition` = @partition AND s.`startOffset` = f.`startOffset`
        WHERE f.`topic` = @topic AND CAST(f.`topic` AS BINARY) = CAST(@topic AS BINARY) AND f.`partition` = @partition
        """;

    /// <summary>The few columns that seeking needs.</summary>
    public const string SelectOutlines = $"""
        SELECT f.`startOffset`, f.`finalOffset`, f.`byteSize`, s.`smallestTimestamp`, s.`largestTimestamp`
        FROM `{CatalogTables.Files}` f
        LEFT JOIN `{CatalogTables.Segments}` s ON s.`topic` = @topic AND s.`partition` = @partition AND s.`startOffset` = f.`startOffset`
        WHERE f.`topic` = @topic AND CAST(f.`topic` AS BINARY) = CAST(@topic AS BINARY) AND f.`partition` = @partition
        """;

    /// <summary>The greatest base offset at or below <c>@offset</c>, or that offset where there is none.</summary>
    public const string AtOrBelow = $"""
        COALESCE((SELECT b.`startOffset` FROM `{CatalogTables.Files}` b
          WHERE b.`topic` = @topic AND CAST(b.`topic` AS BINARY) = CAST(@topic AS BINARY) AND b.`partition` = @partition AND b.`startOffset` <= @offset
          ORDER BY b.`startOffset` DESC LIMIT 1), @offset)
        """;

    public static readonly IReadOnlyList<string> FileColumns =
    [
        "topic",
        "partition",
        "startOffset",
        "finalOffset",
        "byteSize",
        "md5Hash",
        "time",
    ];

    public static readonly IReadOnlyList<string> SegmentColumns =
    [
        "topic",
        "partition",
        "startOffset",
        "records",
        "smallestTimestamp",
        "largestTimestamp",
        "recordsSha256",
        "chainSha256",
        "rollReason",
        "codec",
        "storeUrl",
    ];

    public static object?[] FileValues(CatalogEntry entry) =>
        [
            entry.Name.Partition.Topic,
            entry.Name.Partition.Partition,
            entry.Name.BaseOffset,
            entry.NextOffset - 1,
            entry.LengthBytes,
            entry.Md5.Hex,
            entry.Time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        ];

    public static object?[] SegmentValues(CatalogEntry entry) =>
        [
            entry.Name.Partition.Topic,
            entry.Name.Partition.Partition,
            entry.Name.BaseOffset,
            entry.Records,
            entry.SmallestTimestamp,
            entry.LargestTimestamp,
            entry.RecordsDigest?.Hex,
            entry.ChainHash?.Hex,
            entry.Reason?.ToString(),
            entry.Codec,
            entry.Store,
        ];

    /// <param name="connection">To run it on.</param>
    /// <param name="table">Which table.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="rows">Values in the order of the columns.</param>
    /// <param name="replace">What a row that exists becomes: these values, or what it was.</param>
    public static MySqlCommand Insert(
        MySqlConnection connection,
        string table,
        IReadOnlyList<string> columns,
        IEnumerable<object?[]> rows,
        bool replace
    )
    {
        var command = new MySqlCommand { Connection = connection };
        var values = new List<string>();
        foreach (object?[] row in rows)
        {
            string[] names = [.. row.Select((_, column) => string.Create(CultureInfo.InvariantCulture, $"@r{values.Count}c{column}"))];
            for (int column = 0; column < row.Length; column++)
                command.Parameters.AddWithValue(names[column], row[column] ?? DBNull.Value);
            values.Add($"({string.Join(",", names)})");
        }

        IEnumerable<string> changes = replace
            ? columns.Skip(3).Select(column => $"`{column}` = VALUES(`{column}`)")
            : ["`startOffset` = `startOffset`"];
#pragma warning disable CA2100 // names of our own tables, columns and parameters
        command.CommandText =
            $"INSERT INTO `{table}` ({string.Join(",", columns.Select(column => $"`{column}`"))}) VALUES {string.Join(",", values)} ON DUPLICATE KEY UPDATE {string.Join(", ", changes)}";
#pragma warning restore CA2100
        return command;
    }

    public static CatalogEntry Read(DbDataReader reader, TopicPartition partition)
    {
        var entry = new CatalogEntry(new ArchiveName(partition, Number(0) ?? 0), (Number(1) ?? 0) + 1, Number(2) ?? 0, Md5(Text(3)))
        {
            Records = Number(5),
            SmallestTimestamp = Number(6),
            LargestTimestamp = Number(7),
            RecordsDigest = Hash(8),
            ChainHash = Hash(9),
            Reason = Enum.TryParse(Text(10), out RollReason reason) && Enum.IsDefined(reason) ? reason : null,
            Codec = Text(11),
            Store = Text(12),
        };
        var time = DateTime.SpecifyKind(reader.GetDateTime(4), DateTimeKind.Utc);
        return time == entry.Time ? entry : entry with { Time = time };

        long? Number(int column) => CatalogRow.Number(reader, column);
        string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
        Sha256Hash? Hash(int column) => Sha256Hash.TryParse(Text(column), out Sha256Hash hash) ? hash : null;
    }

    public static ObjectOutline ReadOutline(DbDataReader reader, TopicPartition partition) =>
        new(new ArchiveEntry(new ArchiveName(partition, Number(reader, 0) ?? 0), Number(reader, 2) ?? 0))
        {
            NextOffset = Number(reader, 1) + 1,
            SmallestTimestamp = Number(reader, 3),
            LargestTimestamp = Number(reader, 4),
        };

    private static long? Number(DbDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : Convert.ToInt64(reader.GetValue(column), CultureInfo.InvariantCulture);

    // What another hand wrote there and is no MD5 becomes all zeros, which no object has.
    private static Md5Hash Md5(string? hex) =>
        hex is { Length: 2 * Md5Hash.Length } && hex.All(char.IsAsciiHexDigit) ? new Md5Hash(Convert.FromHexString(hex)) : default;
}
