using System.Globalization;

namespace KafkaStore.Catalog.MySql;

/// <summary>The two tables: the original tool's as it was, and one with what it lacked.</summary>
/// <param name="TopicLength">Characters that the narrower topic column takes.</param>
/// <param name="Collation">Of the original's topic column.</param>
internal sealed record CatalogTables(int TopicLength, string Collation)
{
    public const string Files = "kafka_store";
    public const string Segments = "kafka_store_segments";

    /// <summary>Topics differ by case; the original's default collation does not tell them apart, so ours does.</summary>
    private const string Topic = "`topic` varchar(191) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL";

    public static IReadOnlyList<string> Definitions { get; } =
    [
        $"""
            CREATE TABLE IF NOT EXISTS `{Files}` (
              {Topic},
              `partition` int(11) NOT NULL,
              `startOffset` bigint(20) NOT NULL,
              `finalOffset` bigint(20) NOT NULL,
              `byteSize` bigint(20) NOT NULL,
              `md5Hash` varchar(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
              `time` datetime NOT NULL,
              PRIMARY KEY (`topic`,`partition`,`startOffset`),
              KEY `time_index` (`topic`,`partition`,`time`)
            ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
            """,
        $"""
            CREATE TABLE IF NOT EXISTS `{Segments}` (
              {Topic},
              `partition` int(11) NOT NULL,
              `startOffset` bigint(20) NOT NULL,
              `records` bigint(20) NULL,
              `smallestTimestamp` bigint(20) NULL COMMENT 'Unix ms',
              `largestTimestamp` bigint(20) NULL COMMENT 'Unix ms',
              `recordsSha256` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
              `chainSha256` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
              `rollReason` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
              `codec` varchar(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
              `storeUrl` text CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
              PRIMARY KEY (`topic`,`partition`,`startOffset`),
              KEY `timestamp_index` (`topic`,`partition`,`largestTimestamp`)
            ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
            """,
    ];

    private static readonly (string Table, (string Name, string Type)[] Columns)[] Expected =
    [
        (
            Files,
            [
                ("topic", "varchar"),
                ("partition", "int"),
                ("startOffset", "bigint"),
                ("finalOffset", "bigint"),
                ("byteSize", "bigint"),
                ("md5Hash", "varchar"),
                ("time", "datetime"),
            ]
        ),
        (
            Segments,
            [
                ("topic", "varchar"),
                ("partition", "int"),
                ("startOffset", "bigint"),
                ("records", "bigint"),
                ("smallestTimestamp", "bigint"),
                ("largestTimestamp", "bigint"),
                ("recordsSha256", "varchar"),
                ("chainSha256", "varchar"),
                ("rollReason", "varchar"),
                ("codec", "varchar"),
                ("storeUrl", "text"),
            ]
        ),
    ];

    /// <summary>Topics that differ only by case are one to the original's table.</summary>
    public bool MixesCases =>
        !Collation.EndsWith("_bin", StringComparison.Ordinal)
        && !Collation.Contains("_cs", StringComparison.Ordinal)
        && Collation != "binary";

    /// <summary>What tells topics apart that differ by case.</summary>
    public static string CaseRemedy =>
        $"ALTER TABLE `{Files}` MODIFY `topic` varchar(191) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL";

    public static CatalogRefusedException Missing(MySqlCatalogUrl url, Exception? inner = null) =>
        new(
            $"The catalog {url} lacks the tables {Files} and {Segments}, or one of them. Create them with 'kafka-store catalog create'.",
            inner
        );

    /// <exception cref="CatalogRefusedException">A table is missing, or has other columns; the message names them.</exception>
    public static async Task<CatalogTables> CheckAsync(MySqlConnection connection, MySqlCatalogUrl url, CancellationToken cancellationToken)
    {
        Dictionary<(string Table, string Name), TableColumn> found = await TableColumn.ReadAsync(
            connection,
            (Files, Segments),
            cancellationToken
        );
        foreach ((string table, (string Name, string Type)[] columns) in Expected)
        {
            if (!found.Keys.Any(key => key.Table == table))
                throw Missing(url);
            if (Problems(table, columns, found) is { Count: > 0 } problems)
            {
                throw new CatalogRefusedException(
                    $"The table {table} of the catalog {url} has other columns than it should: {string.Join(", ", problems)}. Rename it and run 'kafka-store catalog create' and 'kafka-store catalog rebuild', or name another database."
                );
            }
        }

        TableColumn topic = found[(Files, "topic")];
        return new CatalogTables((int)Math.Min(topic.Length ?? 0, found[(Segments, "topic")].Length ?? 0), topic.Collation ?? "");
    }

    private static List<string> Problems(
        string table,
        (string Name, string Type)[] columns,
        Dictionary<(string Table, string Name), TableColumn> found
    )
    {
        var problems = new List<string>();
        foreach ((string name, string type) in columns)
        {
            if (!found.TryGetValue((table, name), out TableColumn? column))
                problems.Add($"{name} is missing");
            else if (column.Type != type)
                problems.Add($"{name} is {column.Type} and not {type}");
        }

        problems.AddRange(
            found
                .Where(entry => entry.Key.Table == table && entry.Value.MustBeGiven && columns.All(column => column.Name != entry.Key.Name))
                .Select(entry => $"{entry.Key.Name} is one too many")
        );
        string key = string.Join(
            ", ",
            found
                .Where(entry => entry.Key.Table == table && entry.Value.KeyPosition is not null)
                .OrderBy(entry => entry.Value.KeyPosition)
                .Select(entry => entry.Key.Name)
        );
        if (key != "topic, partition, startOffset")
        {
            problems.Add(
                string.Create(CultureInfo.InvariantCulture, $"its primary key is ({key}) and not (topic, partition, startOffset)")
            );
        }

        return problems;
    }
}
