using KafkaStore.Accepting;
using KafkaStore.Functions.Settings;
using KafkaStore.Generations;
using KafkaStore.LocalHost.Ending;
using KafkaStore.LocalHost.Looking;
using KafkaStore.LocalHost.Pump;
using KafkaStore.LocalHost.Timers;
using KafkaStore.Sealing.Ahead;
using KafkaStore.Status;
using KafkaStore.Storage.Local;

namespace KafkaStore.LocalHost;

/// <summary>Puts the function classes together over what this process has.</summary>
internal static class LocalServices
{
    public static ServiceProvider Compose(
        LocalHostOptions options,
        LocalHostParts parts,
        OwnPartitions own,
        ILoggerFactory loggers,
        TimeProvider clock
    )
    {
        var services = new ServiceCollection();
        services.AddArchiver(
            options.Archiver with
            {
                SpoolFolder = options.Archiver.SpoolFolder ?? options.SpoolFolder,
            },
            options.StagingKeys
        );
        services.AddSingleton(provider => new LossLog(ActivatorUtilities.CreateInstance<LoggedReport>(provider)));
        services.AddSingleton(provider => new WakingReport(provider.GetRequiredService<LossLog>()));
        services.AddSingleton<IArchiverReport>(provider => provider.GetRequiredService<WakingReport>());
        services.AddArchiveReading(options.Http?.Reading ?? new HttpReadingOptions());
        services.AddSingleton(clock);
        services.AddStores(new ArchiverStores(parts.Archive, parts.Staging, parts.Mirrors));
        services.AddSingleton<RunFacts>();
        services.AddSingleton<IRunTroubles>(provider => provider.GetRequiredService<RunFacts>());
        foreach (StoreDisk disk in options.Disks)
            services.AddSingleton(disk);
        services.AddSingleton<IRecordLog>(new GenerationLog(parts.Log));
        services.AddSingleton(parts.Identities);
        services.AddSingleton<CompressedAhead>();
        services.AddSingleton<IRecordAttribution, AsDelivered>();
        services.AddSingleton<IArchivedOffsets>(new GenerationOffsets(parts.ArchivedOffsets));
        if (parts.Catalog is not null)
            services.AddCatalog(parts.Catalog);
        services.AddSchemaKeeping(options.SchemaRegistry);
        if (options.Share)
            services.AddSingleton<IPartitionScope>(own);
        services.AddSingleton(loggers);
        services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        return services.BuildServiceProvider();
    }
}
