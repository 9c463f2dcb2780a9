using System.Data.Common;
using KafkaStore.Naming;
using KafkaStore.Records;

namespace KafkaStore.Catalog.MySql;

/// <summary>The catalog's statements on its two tables, a row of each for every file.</summary>
internal static class CatalogStatements
{
    /// <param name="replace">Whether rows that are there are replaced; otherwise they stay as they are.</param>
    public static async Task InsertAsync(
        MySqlConnection connection,
        CatalogEntry[] entries,
        bool replace,
        CancellationToken cancellationToken
    )
    {
        using MySqlCommand files = CatalogRow.Insert(
            connection,
            CatalogTables.Files,
            CatalogRow.FileColumns,
            entries.Select(CatalogRow.FileValues),
            replace
        );
        await files.ExecuteNonQueryAsync(cancellationToken);
        using MySqlCommand segments = CatalogRow.Insert(
            connection,
            CatalogTables.Segments,
            CatalogRow.SegmentColumns,
            entries.Select(CatalogRow.SegmentValues),
            replace
        );
        await segments.ExecuteNonQueryAsync(cancellationToken);
    }

    public static async Task DeleteAsync(MySqlConnection connection, ArchiveName name, CancellationToken cancellationToken)
    {
        foreach (string table in (string[])[CatalogTables.Segments, CatalogTables.Files])
        {
            using MySqlCommand command = Command(
                connection,
                $"DELETE FROM `{table}` WHERE `topic` = @topic AND CAST(`topic` AS BINARY) = CAST(@topic AS BINARY) AND `partition` = @partition AND `startOffset` = @offset",
                name.Partition,
                name.BaseOffset
            );
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <summary>Whether there are rows of a topic that the table takes for this one and that is another.</summary>
    public static async Task<bool> HasOtherCaseAsync(MySqlConnection connection, string topic, CancellationToken cancellationToken)
    {
        using MySqlCommand command = Command(
            connection,
            $"SELECT 1 FROM `{CatalogTables.Files}` WHERE `topic` = @topic AND CAST(`topic` AS BINARY) <> CAST(@topic AS BINARY) LIMIT 1",
            new TopicPartition(topic, 0),
            0
        );
        return await command.ExecuteScalarAsync(cancellationToken) is not null;
    }

    /// <summary>The row that begins at the offset or, of those below it, last.</summary>
    public static async Task<CatalogEntry?> FindAsync(
        MySqlConnection connection,
        TopicPartition partition,
        long offset,
        CancellationToken cancellationToken
    ) =>
        (
            await ReadAsync(
                connection,
                partition,
                offset,
                " AND f.`startOffset` <= @offset ORDER BY f.`startOffset` DESC LIMIT 1",
                cancellationToken
            )
        ).FirstOrDefault();

    /// <param name="condition">Of the rows of the partition, with @offset.</param>
    public static Task<List<CatalogEntry>> ReadAsync(
        MySqlConnection connection,
        TopicPartition partition,
        long offset,
        string condition,
        CancellationToken cancellationToken
    ) => ReadAsync(connection, CatalogRow.Select + condition, partition, offset, CatalogRow.Read, cancellationToken);

    public static async Task<List<T>> ReadAsync<T>(
        MySqlConnection connection,
        string text,
        TopicPartition partition,
        long offset,
        Func<DbDataReader, TopicPartition, T> row,
        CancellationToken cancellationToken
    )
    {
        using MySqlCommand command = Command(connection, text, partition, offset);
        await using DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(row(reader, partition));
        return rows;
    }

    private static MySqlCommand Command(MySqlConnection connection, string text, TopicPartition partition, long offset)
    {
#pragma warning disable CA2100 // put together of constants; values are parameters
        var command = new MySqlCommand(text, connection);
#pragma warning restore CA2100
        command.Parameters.AddWithValue("@topic", partition.Topic);
        command.Parameters.AddWithValue("@partition", partition.Partition);
        command.Parameters.AddWithValue("@offset", offset);
        return command;
    }
}
