namespace KafkaStore.Catalog.MySql;

/// <summary>The catalog's database: a session in which nothing is done before its tables were looked at.</summary>
/// <param name="session">Owned.</param>
internal sealed class CatalogDatabase(MySqlSession session) : IDisposable
{
    private CatalogTables? tables;

    public string DisplayName => session.Url.DisplayName;

    /// <summary>Whether topics may be one to it that differ only by case.</summary>
    public bool MayMixCases => tables is not { MixesCases: false };

    /// <summary>Creates the tables where they are missing.</summary>
    /// <exception cref="CatalogException">They can't be created.</exception>
    public Task CreateTablesAsync(CancellationToken cancellationToken) =>
        session.RunAsync(
            async (connection, token) =>
            {
                foreach (string definition in CatalogTables.Definitions)
                {
#pragma warning disable CA2100 // constants
                    using var command = new MySqlCommand(definition, connection);
#pragma warning restore CA2100
                    await command.ExecuteNonQueryAsync(token);
                }

                return true;
            },
            cancellationToken
        );

    /// <summary>Looks at the tables.</summary>
    /// <exception cref="CatalogException">One is missing, or has other columns.</exception>
    public async Task<CatalogTables> FindTablesAsync(CancellationToken cancellationToken) =>
        tables = await session.RunAsync((connection, token) => CatalogTables.CheckAsync(connection, session.Url, token), cancellationToken);

    /// <summary>Does it once the tables were looked at, which is done again after they have turned out to be other than they were.</summary>
    /// <param name="newTopic">Of rows that are added; null where none are.</param>
    /// <exception cref="CatalogTopicException">The topic's name is longer than the tables take.</exception>
    /// <exception cref="CatalogException">It can't be done.</exception>
    public async Task<T> RunAsync<T>(
        string? newTopic,
        Func<MySqlConnection, CancellationToken, Task<T>> work,
        CancellationToken cancellationToken
    )
    {
        CatalogTables known = tables ?? await FindTablesAsync(cancellationToken);
        if (newTopic?.Length > known.TopicLength)
        {
            throw new CatalogTopicException(
                newTopic,
                $"The topic {newTopic} has {newTopic.Length} characters and the catalog {DisplayName} takes {known.TopicLength}, as the original's did: it gets no rows."
            );
        }

        try
        {
            return await session.RunAsync(work, cancellationToken);
        }
        catch (CatalogRefusedException)
        {
            tables = null;
            throw;
        }
    }

    public void Dispose() => session.Dispose();
}
