using KafkaStore.Accepting;
using KafkaStore.Catalog;
using KafkaStore.Catalog.Keeping;
using KafkaStore.Functions.Faults;
using KafkaStore.Functions.Http.Faults;
using KafkaStore.Functions.Telemetry;
using KafkaStore.Functions.Watching;
using KafkaStore.Generations;
using KafkaStore.Markers;
using KafkaStore.Mirroring;
using KafkaStore.Resuming;
using KafkaStore.Sealing;
using KafkaStore.Staging;
using KafkaStore.Staging.Trust;
using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;
using Microsoft.Extensions.DependencyInjection;

namespace KafkaStore.Functions;

/// <summary>Puts the archiver together over whatever stores and broker a host brings.</summary>
public static class ArchiverServices
{
    /// <summary>
    /// The host also registers <see cref="IObjectStore"/> (the archive), <see cref="IStagingStore"/>, <see cref="IRecordLog"/>, <see cref="ITopicIdentities"/>,
    /// <see cref="IArchivedOffsets"/>, any number of <see cref="Mirror"/>s and logging; with a catalog also <see cref="AddCatalog"/>.
    /// </summary>
    /// <param name="services">Where to.</param>
    /// <param name="options">What can be chosen about archiving.</param>
    /// <param name="stagingKeys">What staged chunks are signed with; null for nothing.</param>
    /// <param name="history">How long the platform's history is kept; null for the default.</param>
    public static IServiceCollection AddArchiver(
        this IServiceCollection services,
        ArchiverOptions options,
        StagingKeys? stagingKeys = null,
        HistoryOptions? history = null
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        services.AddSingleton(stagingKeys ?? StagingKeys.None);
        services.AddSingleton(options);
        services.AddSingleton(options.Names);
        services.AddSingleton(history ?? new HistoryOptions());
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<IArchiverReport, LoggedReport>();
        services.AddSingleton<ICatalogReport, LoggedReport>();
        services.AddSingleton<IMirrorReport, LoggedReport>();
        services.AddSingleton<IPartitionScope, AllPartitions>();
        services.AddSingleton<StagingArea>();
        services.AddSingleton<StagingNotice>();
        services.AddSingleton<StagingIdentity>();
        services.AddSingleton<IdentityMarkers>();
        services.AddSingleton<SeenGenerations>();
        services.AddSingleton<TopicGenerations>();
        services.AddSingleton<GenerationRound>();
        services.AddSingleton<IRecordAttribution, AfterADay>();
        services.AddSingleton<StandingFaults>();
        services.AddSingleton<TroubleReport>();
        services.AddSingleton<PartitionGauges>();
        services.AddSingleton<MirrorGauges>();
        services.AddSingleton<BatchLinks>();
        services.AddSingleton<PartitionStarts>();
        services.AddSingleton<EmptyPartitions>();
        services.AddSingleton<BatchAcceptor>();
        services.AddSingleton<SealingParts>();
        services.AddSingleton<SegmentSealer>();
        services.AddSingleton<PartitionResume>();
        services.AddSingleton<NewGeneration>();
        services.AddSingleton<SameTopic>();
        services.AddSingleton(new PartitionDecisions(options, () => Guid.NewGuid().ToString("N")));
        services.AddSingleton(provider => new MirrorRun(
            [.. provider.GetServices<Mirror>()],
            provider.GetRequiredService<IMirrorReport>(),
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddTransient<AppendBatch>();
        services.AddTransient<PartitionSegment>();
        services.AddTransient<WriteArchiveObjects>();
        services.AddSingleton<BrokerRound>();
        services.AddSingleton<EntityStates>();
        services.AddSingleton<FormerPartitions>();
        services.AddTransient<WatchPartitions>();
        services.AddTransient<CopyToMirrors>();
        services.AddTransient<PurgeHistory>();
        services.AddTransient<ResumePartitions>();
        return services;
    }

    /// <summary>Keeps this catalog too; the container disposes it where it can be.</summary>
    public static IServiceCollection AddCatalog(this IServiceCollection services, IArchiveCatalog catalog)
    {
        services.AddSingleton(catalog);
        services.AddSingleton<CatalogWriter>();

        // Reading seeks with one query then, and by listing where the catalog knows nothing.
        services.AddSingleton<IArchiveEntries>(provider => new CatalogLookup(
            catalog,
            new ArchiveLocator(provider.GetRequiredService<IObjectStore>()),
            away => provider.GetRequiredService<ICatalogReport>().CatalogUnavailable(away.Message)
        ));
        return services;
    }

    /// <summary>Archiver, reading and triggers as the function app's settings say.</summary>
    public static IServiceCollection AddArchiver(this IServiceCollection services, AppSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return services
            .AddArchiver(settings.Archiver, settings.StagingKeys, settings.History)
            .AddArchiveReading(settings.Reading)
            .AddKafkaTriggers(settings.Kafka);
    }

    /// <summary>Has the worker tell the functions host about the triggers what the settings say. Only the worker asks for it.</summary>
    public static IServiceCollection AddKafkaTriggers(this IServiceCollection services, KafkaSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        services.AddSingleton<IFunctionMetadataTransformer>(new KafkaTriggers(settings));
        services.AddHostedService<TopicBeginnings>();
        return services;
    }
}
