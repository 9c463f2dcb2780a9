using KafkaStore.Catalog;
using KafkaStore.Catalog.MySql;
using KafkaStore.Kafka;
using KafkaStore.Mirroring;

namespace KafkaStore.LocalHost;

/// <summary>What the local host works with; the host disposes the broker's side.</summary>
/// <param name="Log">The broker, asked about ranges.</param>
/// <param name="Identities">The broker, asked which topic it has.</param>
/// <param name="Source">The broker, read in order.</param>
/// <param name="ArchivedOffsets">Shows archive lag.</param>
public sealed record LocalHostParts(
    IObjectStore Archive,
    IStagingStore Staging,
    IRecordLog Log,
    ITopicIdentities Identities,
    IRecordSource Source,
    IArchivedOffsets ArchivedOffsets
) : IAsyncDisposable
{
    /// <summary>Null where none is kept.</summary>
    public IArchiveCatalog? Catalog { get; init; }

    /// <summary>The broker, asked what open transactions hold back; null where nobody asks.</summary>
    public IHighWatermarks? HighWatermarks { get; init; }

    /// <summary>The broker, asked which topics it has; null where none are found by patterns.</summary>
    public ITopicNames? TopicNames { get; init; }

    /// <summary>Copies of the archive.</summary>
    public IReadOnlyList<Mirror> Mirrors { get; init; } = [];

    /// <summary>Opens stores and broker, and checks both.</summary>
    /// <exception cref="StoreLocationException">A store's URL can't be used.</exception>
    /// <exception cref="StorageException">A store can't be used.</exception>
    /// <exception cref="BrokerUnavailableException">No broker answers.</exception>
    public static async Task<LocalHostParts> OpenAsync(
        LocalHostOptions options,
        ILoggerFactory loggers,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        ArchiverStores stores = await ArchiverStores.OpenAsync(
            new StoreLocations(options.Archive, options.Staging, options.Mirrors),
            options.Stores,
            options.SpoolFolder,
            cancellationToken
        );
        ILogger logger = loggers.CreateLogger("KafkaStore.Kafka");
        await KafkaCluster.EnsureReachableAsync(options.Kafka, logger, cancellationToken: cancellationToken);
        var topics = new KafkaTopicIdentities(options.Kafka, logger);
        return new LocalHostParts(
            stores.Archive,
            stores.Staging,
            new KafkaRecordLog(options.Kafka, logger),
            topics,
            new KafkaRecordSource(options.Kafka, logger),
            new KafkaArchivedOffsets(options.Kafka, logger)
        )
        {
            TopicNames = topics,
            HighWatermarks = new KafkaHighWatermarks(options.Kafka, logger),
            Mirrors = stores.Mirrors,
            Catalog = options.Catalog is { } url ? new MySqlCatalog(url) : null,
        };
    }

    public async ValueTask DisposeAsync()
    {
        foreach (object part in new object[] { Source, Log, Identities, ArchivedOffsets })
        {
            if (part is IAsyncDisposable disposable)
                await disposable.DisposeAsync();
        }

        (Catalog as IDisposable)?.Dispose();
    }
}
