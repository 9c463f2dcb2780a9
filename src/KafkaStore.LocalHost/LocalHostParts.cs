using KafkaStore.Archiving;
using KafkaStore.Kafka;
using KafkaStore.Storage;
using KafkaStore.Storage.Local;
using Microsoft.Extensions.Logging;

namespace KafkaStore.LocalHost;

/// <summary>What the local host works with; the host disposes the broker's side.</summary>
/// <param name="Archive">The archive.</param>
/// <param name="Staging">The staging location.</param>
/// <param name="Log">The broker, asked about ranges.</param>
/// <param name="Source">The broker, read in order.</param>
/// <param name="ArchivedOffsets">Shows archive lag.</param>
public sealed record LocalHostParts(
    IObjectStore Archive, IStagingStore Staging, IRecordLog Log, IRecordSource Source, IArchivedOffsets ArchivedOffsets) : IAsyncDisposable
{
    /// <summary>Opens folders and broker, and checks both.</summary>
    /// <exception cref="StorageException">A folder can't be used.</exception>
    /// <exception cref="BrokerUnavailableException">No broker answers.</exception>
    public static async Task<LocalHostParts> OpenAsync(LocalHostOptions options, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        LocalObjectStore archive = await LocalObjectStore.OpenAsync(options.ArchiveFolder, createIfMissing: true).ConfigureAwait(false);
        LocalObjectStore staging = await LocalObjectStore.OpenAsync(options.StagingFolder, createIfMissing: true).ConfigureAwait(false);
        ILogger logger = loggers.CreateLogger("KafkaStore.Kafka");
        await KafkaCluster.EnsureReachableAsync(options.Kafka, logger, cancellationToken: cancellationToken).ConfigureAwait(false);
        await archive.SweepAbandonedAsync(cancellationToken).ConfigureAwait(false);
        await staging.SweepAbandonedAsync(cancellationToken).ConfigureAwait(false);
        return new LocalHostParts(
            archive,
            staging,
            new KafkaRecordLog(options.Kafka, logger),
            new KafkaRecordSource(options.Kafka, logger),
            new KafkaArchivedOffsets(options.Kafka, logger));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (object part in new object[] { Source, Log, ArchivedOffsets })
        {
            if (part is IAsyncDisposable disposable)
                await disposable.DisposeAsync().ConfigureAwait(false);
        }
    }
}
