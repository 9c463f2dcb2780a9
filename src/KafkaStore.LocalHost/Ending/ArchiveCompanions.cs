using KafkaStore.Catalog.Keeping;
using KafkaStore.LocalHost.Topics;
using KafkaStore.Mirroring;

namespace KafkaStore.LocalHost.Ending;

/// <summary>What is kept beside the archive, brought up to it as far as a run's timers did not: catalog, schemas, mirrors.</summary>
internal sealed class ArchiveCompanions(TopicsOfRun topics, IServiceProvider services, ILogger logger)
{
    /// <summary>Adds the rows that could not be added before; not all, where it is stopped.</summary>
    public async Task CatchUpCatalogAsync(CancellationToken cancellationToken)
    {
        if (services.GetService<CatalogWriter>() is not { } writer)
            return;
        try
        {
            await writer.CatchUpAsync(
                topics.Known.Select(partition => KeyValuePair.Create(partition, (long?)null)),
                null,
                cancellationToken
            );
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Log.CatalogStopped(logger);
        }
    }

    /// <summary>Keeps what is missing of the schemas: a run that ends at the end may be over before the timer comes to it, each time.</summary>
    public Task CatchUpSchemasAsync(CancellationToken cancellationToken) =>
        services.GetService<ISchemaKeeper>()?.CatchUpAsync(cancellationToken) ?? Task.CompletedTask;

    /// <exception cref="StorageUnavailableException">One can't be completed.</exception>
    public async Task CompleteMirrorsAsync(CancellationToken cancellationToken)
    {
        if (!await services.GetRequiredService<MirrorRun>().CopyAsync(topics.Known, null, cancellationToken))
        {
            throw new StorageUnavailableException(
                "The archive is complete and a mirror is not, as said above. Run the same command again, or 'kafka-store mirror'."
            );
        }
    }
}
