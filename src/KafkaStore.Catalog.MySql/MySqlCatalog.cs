using System.Data.Common;
using System.Runtime.CompilerServices;
using KafkaStore.Naming;
using KafkaStore.Reading.Objects;
using KafkaStore.Records;
using KafkaStore.Storage;

namespace KafkaStore.Catalog.MySql;

/// <summary>
/// The catalog in a database of MySQL or MariaDB: the original tool's table <c>kafka_store</c>, its columns and keys
/// unchanged, and <c>kafka_store_segments</c> with what it lacked. Connects when it is used, and again by itself.
/// </summary>
public sealed class MySqlCatalog : IRebuildableCatalog, IDisposable
{
    /// <summary>How long the server may take for one statement. Default 10 s; 5 s at most, and never more than this, for connecting.</summary>
    public static readonly TimeSpan DefaultTimeLimit = TimeSpan.FromSeconds(10);

    private const int PageRows = 1000;
    private const int PageOutlines = 10_000;

    private readonly CatalogDatabase database;

    /// <param name="url">Where it is.</param>
    /// <param name="timeLimit">Of a statement, in whole seconds; null for <see cref="DefaultTimeLimit"/>.</param>
    public MySqlCatalog(MySqlCatalogUrl url, TimeSpan? timeLimit = null)
        : this(url, timeLimit ?? DefaultTimeLimit, MySqlSession.DefaultPatience) { }

    internal MySqlCatalog(MySqlCatalogUrl url, TimeSpan timeLimit, Patience patience)
    {
        ArgumentNullException.ThrowIfNull(url);
        database = new CatalogDatabase(new MySqlSession(url, timeLimit, patience));
    }

    public string DisplayName => database.DisplayName;

    /// <summary>Creates the tables where they are missing; existing ones are checked and left as they are.</summary>
    /// <returns>What is worth changing in tables that existed; null for nothing.</returns>
    /// <exception cref="CatalogException">They can't be created, or one exists with other columns.</exception>
    public async Task<string?> CreateTablesAsync(CancellationToken cancellationToken)
    {
        await database.CreateTablesAsync(cancellationToken);
        return await CheckTablesAsync(cancellationToken);
    }

    /// <returns>As <see cref="CreateTablesAsync"/>.</returns>
    /// <exception cref="CatalogException">A table is missing, or has other columns.</exception>
    public async Task<string?> CheckTablesAsync(CancellationToken cancellationToken)
    {
        CatalogTables found = await database.FindTablesAsync(cancellationToken);
        return found.MixesCases
            ? $"In the table {CatalogTables.Files} topics that differ only by case are one ({found.Collation}). Where you have such topics: {CatalogTables.CaseRemedy}"
            : null;
    }

    /// <inheritdoc/>
    public Task<CatalogDifference?> AddAsync(CatalogEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return database.RunAsync(
            entry.Name.Partition.Topic,
            MySqlSession.InTransaction(
                async (connection, token) =>
                {
                    await CatalogStatements.InsertAsync(connection, [entry], replace: false, token);
                    CatalogEntry existing =
                        await CatalogStatements.FindAsync(connection, entry.Name.Partition, entry.Name.BaseOffset, token) is { } row
                        && row.Name == entry.Name
                            ? row
                            : throw SameButForCase(entry.Name.Partition.Topic);
                    return CatalogDifference.Between(existing, entry);
                }
            ),
            cancellationToken
        );
    }

    /// <inheritdoc/>
    public Task<CatalogEntry?> FindAtOrBelowAsync(TopicPartition partition, long offset, CancellationToken cancellationToken) =>
        database.RunAsync(
            null,
            (connection, token) => CatalogStatements.FindAsync(connection, partition, offset, token),
            cancellationToken
        );

    /// <inheritdoc/>
    public async IAsyncEnumerable<CatalogEntry> ListAsync(
        TopicPartition partition,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        long from = long.MinValue;
        while (true)
        {
            List<CatalogEntry> page = await database.RunAsync(
                null,
                (connection, token) =>
                    CatalogStatements.ReadAsync(
                        connection,
                        partition,
                        from,
                        $" AND f.`startOffset` >= @offset ORDER BY f.`startOffset` LIMIT {PageRows}",
                        token
                    ),
                cancellationToken
            );
            foreach (CatalogEntry entry in page)
                yield return entry;
            if (page.Count < PageRows)
                yield break;
            from = page[^1].Name.BaseOffset + 1;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ObjectOutline> ListOutlinesAsync(
        TopicPartition partition,
        long offset,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        string from = CatalogRow.AtOrBelow;
        while (true)
        {
            string text = $"{CatalogRow.SelectOutlines} AND f.`startOffset` >= {from} ORDER BY f.`startOffset` LIMIT {PageOutlines}";
            List<ObjectOutline> page = await database.RunAsync(
                null,
                (connection, token) => CatalogStatements.ReadAsync(connection, text, partition, offset, CatalogRow.ReadOutline, token),
                cancellationToken
            );
            foreach (ObjectOutline outline in page)
                yield return outline;
            if (page.Count < PageOutlines)
                yield break;
            (from, offset) = ("@offset", page[^1].BaseOffset + 1);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<TopicPartition>> ListPartitionsAsync(CancellationToken cancellationToken) =>
        database.RunAsync<IReadOnlyList<TopicPartition>>(
            null,
            async (connection, token) =>
            {
                // Grouped by its bytes too: a collation may take topics for one that are not.
                using var command = new MySqlCommand(
                    $"SELECT MIN(`topic`), `partition` FROM `{CatalogTables.Files}` GROUP BY `topic`, CAST(`topic` AS BINARY), `partition`",
                    connection
                );
                await using DbDataReader reader = await command.ExecuteReaderAsync(token);
                var partitions = new List<TopicPartition>();
                while (await reader.ReadAsync(token))
                    partitions.Add(new TopicPartition(reader.GetString(0), reader.GetInt32(1)));
                return [.. partitions.Order()];
            },
            cancellationToken
        );

    /// <inheritdoc/>
    public async Task PutAsync(IReadOnlyCollection<CatalogEntry> entries, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entries);
        foreach (IGrouping<string, CatalogEntry> topic in entries.GroupBy(entry => entry.Name.Partition.Topic, StringComparer.Ordinal))
        {
            await database.RunAsync(
                topic.Key,
                MySqlSession.InTransaction(
                    async (connection, token) =>
                    {
                        if (database.MayMixCases && await CatalogStatements.HasOtherCaseAsync(connection, topic.Key, token))
                            throw SameButForCase(topic.Key);
                        await CatalogStatements.InsertAsync(connection, [.. topic], replace: true, token);
                        return true;
                    }
                ),
                cancellationToken
            );
        }
    }

    /// <inheritdoc/>
    public Task RemoveAsync(ArchiveName name, CancellationToken cancellationToken) =>
        database.RunAsync(
            null,
            MySqlSession.InTransaction(
                async (connection, token) =>
                {
                    await CatalogStatements.DeleteAsync(connection, name, token);
                    return true;
                }
            ),
            cancellationToken
        );

    public void Dispose() => database.Dispose();

    private CatalogTopicException SameButForCase(string topic) =>
        new(
            topic,
            $"The table {CatalogTables.Files} of the catalog {DisplayName} takes the topic {topic} for another that differs only by case, so it gets no rows. Once it tells them apart, restart and run 'kafka-store catalog rebuild': {CatalogTables.CaseRemedy}"
        );
}
