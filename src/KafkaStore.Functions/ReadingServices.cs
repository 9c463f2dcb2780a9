using KafkaStore.Functions.Http;
using KafkaStore.Functions.Http.Faults;
using KafkaStore.Functions.Http.Health;
using KafkaStore.Functions.Http.Limits;
using KafkaStore.Functions.Http.Status;
using KafkaStore.Functions.Http.Ui;
using KafkaStore.Markers;
using KafkaStore.Mirroring;
using KafkaStore.Reading.Formats;
using KafkaStore.Reading.Timelines;
using KafkaStore.Staging;
using KafkaStore.Status;
using KafkaStore.Storage.Local;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace KafkaStore.Functions;

/// <summary>Puts the HTTP functions together over whatever archive a host brings.</summary>
public static class ReadingServices
{
    /// <summary>
    /// The host also registers <see cref="IObjectReader"/> or <see cref="IObjectStore"/> (the archive) and logging, and may
    /// register <see cref="IArchiveEntries"/> before. It registers the <see cref="IValueDecoder"/> too.
    /// </summary>
    public static IServiceCollection AddArchiveReading(this IServiceCollection services, HttpReadingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IObjectReader>(provider => provider.GetRequiredService<IObjectStore>());
        services.TryAddSingleton<IArchiveEntries, ArchiveLocator>();
        services.AddSingleton<ArchiveObjects>();
        services.AddSingleton<ArchiveTopics>();
        services.AddSingleton<NotedGenerations>();
        services.AddSingleton<PartitionObjects>();
        services.AddSingleton<RangeSlices>();
        services.AddSingleton<RangePager>();
        services.AddSingleton<RangeReader>();
        services.AddSingleton<RangeContainer>();
        services.AddSingleton<RangeFormats>();
        services.AddSingleton<RangePlan>();
        services.AddSingleton<ReadingSlots>();
        services.AddSingleton<ShownDetails>();
        services.AddSingleton<Answers>();
        services.AddSingleton<TopicFaults>();
        services.AddTransient<ReadRange>();
        services.AddTransient<ListTopics>();
        services.AddTransient<ListPartitions>();
        services.AddTransient<ListSegments>();
        services.AddTransient<DescribeApi>();
        services.AddSingleton(provider => new StatusReader(
            provider.GetRequiredService<IObjectReader>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetService<StagingArea>(),
            provider.GetService<IRecordLog>()
        )
        {
            Run = provider.GetService<IRunTroubles>(),
            Mirrors = [.. provider.GetServices<Mirror>().Select(mirror => mirror.Store)],
            Disks = [.. provider.GetServices<StoreDisk>()],
        });
        services.AddTransient<TellStatus>();
        services.AddSingleton<PartitionTimeline>();
        services.AddTransient<TellTimeline>();
        services.AddSingleton<StatusPage>();
        services.AddTransient<ShowStatusPage>();
        services.AddSingleton<Readiness>();
        services.AddTransient<TellLiveness>();
        services.AddTransient<TellReadiness>();
        return services;
    }
}
