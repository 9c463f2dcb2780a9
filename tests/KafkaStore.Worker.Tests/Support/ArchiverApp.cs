using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using KafkaStore.Kafka.Embedded;
using KafkaStore.Storage.Azure;
using KafkaStore.Tests.FunctionsHost;

namespace KafkaStore.Worker.Tests.Support;

/// <summary>
/// The built function app in its worker process, with a host that plays the Functions host, a broker, and a storage account:
/// archive, mirror, staging, queues and tables. A segment ends with 200 records, and idle ones may be closed after 2 seconds.
/// </summary>
public sealed class ArchiverApp : IAsyncDisposable
{
    public const int SegmentRecords = 200;

    private static int started;

    private readonly Azurite azurite;
    private readonly BlobContainerClient archive;
    private readonly BlobContainerClient mirror;
    private readonly string hub;

    private ArchiverApp(
        Azurite azurite,
        string hub,
        EmbeddedBroker broker,
        FaultyProxy archiving,
        FaultyProxy staging,
        WorkerHost host,
        BlobContainerClient archive,
        BlobContainerClient mirror
    )
    {
        this.azurite = azurite;
        this.hub = hub;
        this.archive = archive;
        Archive = archiving;
        this.mirror = mirror;
        Broker = broker;
        Staging = staging;
        Host = host;
    }

    public EmbeddedBroker Broker { get; }

    /// <summary>Between the worker and the archive.</summary>
    public FaultyProxy Archive { get; }

    /// <summary>Between the worker and its staging location.</summary>
    public FaultyProxy Staging { get; }

    public WorkerHost Host { get; }

    /// <param name="topics">Names and numbers of partitions; each gets a function of its own, in this order.</param>
    public static Task<ArchiverApp> StartAsync(params (string Name, int Partitions)[] topics) =>
        StartAsync(new Dictionary<string, string>(), topics);

    /// <param name="more">Settings beside the usual ones.</param>
    /// <inheritdoc cref="StartAsync(ValueTuple{string, int}[])"/>
    public static async Task<ArchiverApp> StartAsync(
        IReadOnlyDictionary<string, string> more,
        params (string Name, int Partitions)[] topics
    )
    {
        Azurite azurite = await Azurite.SharedAsync();
        BlobContainerClient archive = await azurite.CreateContainerAsync();
        BlobContainerClient mirror = await azurite.CreateContainerAsync();
        BlobContainerClient staged = await azurite.CreateContainerAsync();
        var broker = EmbeddedBroker.Start();
        var archiving = new FaultyProxy(azurite.Port);
        var staging = new FaultyProxy(azurite.Port);
        foreach ((string name, int partitions) in topics)
            broker.CreateTopic(name, partitions);
        var options = new WorkerHostOptions(
            Repository.Built("KafkaStore.FunctionApp", "KafkaStore.FunctionApp"),
            azurite.AccountConnectionString,
            $"Hub{Interlocked.Increment(ref started)}"
        )
        {
            Settings = new Dictionary<string, string>(more)
            {
                ["KafkaBrokers"] = broker.Brokers,
                ["KafkaTopic"] = string.Join(',', topics.Select(topic => topic.Name)),
                ["KafkaConsumerGroup"] = "kafka-store",
                ["KafkaStore__ArchiveUrl"] = azurite.UrlOf(archive.Name, archiving.Port),
                ["KafkaStore__MirrorUrls"] = azurite.UrlOf(mirror.Name),
                ["KafkaStore__StagingUrl"] = azurite.UrlOf(staged.Name, staging.Port),
                ["KafkaStore__AzureConnectionString"] = Azurite.ConnectionString,
                ["KafkaStore__MaximumRecords"] = $"{SegmentRecords}",
                ["KafkaStore__MaximumAgeSeconds"] = "1",
                ["KafkaStore__SafetyWindowSeconds"] = "1",
                ["KafkaStore__LargestRecordBytes"] = "32768",
            },
        };
        try
        {
            return new ArchiverApp(
                azurite,
                options.TaskHub,
                broker,
                archiving,
                staging,
                await WorkerHost.StartAsync(options),
                archive,
                mirror
            );
        }
        catch
        {
            await archiving.DisposeAsync();
            await staging.DisposeAsync();
            broker.Dispose();
            throw;
        }
    }

    /// <summary>Puts records into the broker and takes them out again, as the trigger's consumer does.</summary>
    /// <returns>In the order of their offsets.</returns>
    public Task<IReadOnlyList<ConsumedRecord>> ProduceAsync(string topic, int partition, IEnumerable<NewRecord> messages) =>
        ProducedRecords.MakeAsync(Broker.Brokers, topic, partition, messages);

    /// <summary>All that the archive has of a partition, asked of the worker over HTTP.</summary>
    public Task<IReadOnlyList<string>> ReadAsync(string topic, int partition) => HttpArchive.ReadAsync(Host.HttpAddress, topic, partition);

    /// <summary>Until the archive has this many records of a partition.</summary>
    /// <param name="closing">Fires the timer meanwhile, which closes idle segments.</param>
    /// <returns>The records.</returns>
    public async Task<IReadOnlyList<string>> WhenArchivedAsync(string topic, int partition, int records, bool closing = false)
    {
        using var tooLong = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        while (true)
        {
            IReadOnlyList<string> archived = await ReadAsync(topic, partition);
            if (archived.Count >= records)
                return archived;
            if (closing)
                await Host.Timers.FireAsync("WatchPartitions");
            if (tooLong.IsCancellationRequested)
            {
                throw new TimeoutException(
                    $"The archive has {archived.Count} of {records} records of {topic}/{partition}.\n{await DescribeAsync()}"
                );
            }

            await Task.Delay(500, default);
        }
    }

    /// <summary>The archive, for somebody who verifies it.</summary>
    public Task<AzureStore> OpenArchiveAsync() =>
        AzureStore.OpenAsync(
            new AzureStoreOptions { Url = AzureStoreUrl.Parse(azurite.UrlOf(archive.Name)), ConnectionString = Azurite.ConnectionString },
            default
        );

    /// <summary>What the archive has below a folder: each object's name and SHA-256.</summary>
    public Task<IReadOnlyDictionary<string, string>> ArchivedAsync(string folder) => DigestsAsync(archive, folder);

    /// <inheritdoc cref="ArchivedAsync"/>
    public Task<IReadOnlyDictionary<string, string>> MirroredAsync(string folder) => DigestsAsync(mirror, folder);

    /// <summary>Makes orchestrations older in the backend's own table: nobody can wait for days.</summary>
    /// <param name="prefix">What their ids begin with.</param>
    /// <param name="age">How long ago they began.</param>
    public async Task AgeAsync(string prefix, TimeSpan age)
    {
        var instances = new TableClient(azurite.AccountConnectionString, $"{hub}Instances");
        await foreach (TableEntity instance in instances.QueryAsync<TableEntity>(select: ["PartitionKey", "RowKey"]))
        {
            if (!instance.PartitionKey.StartsWith(prefix))
                continue;
            var older = new TableEntity(instance.PartitionKey, instance.RowKey) { ["CreatedTime"] = DateTimeOffset.UtcNow - age };
            await instances.UpdateEntityAsync(older, Azure.ETag.All, TableUpdateMode.Merge);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Archive.DisposeAsync();
        await Staging.DisposeAsync();
        Broker.Dispose();
    }

    // For a test that waited too long.
    private async Task<string> DescribeAsync()
    {
        IReadOnlyDictionary<string, string?> states = await Host.Hub.EntityStatesAsync();
        return string.Join(
            '\n',
            states.Select(state => $"{state.Key}: {state.Value}").Concat(Host.Logs.TakeLast(30).Select(entry => entry.Message))
        );
    }

    private static async Task<IReadOnlyDictionary<string, string>> DigestsAsync(BlobContainerClient container, string folder)
    {
        var digests = new Dictionary<string, string>();
        await foreach (BlobItem blob in container.GetBlobsAsync(BlobTraits.None, BlobStates.None, folder, default))
        {
            BlobDownloadResult content = await container.GetBlobClient(blob.Name).DownloadContentAsync();
            digests.Add(blob.Name, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content.Content)));
        }

        return digests;
    }
}
