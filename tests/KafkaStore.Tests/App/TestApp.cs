using KafkaStore.Archiving;
using KafkaStore.Avro;
using KafkaStore.Functions;
using KafkaStore.LocalHost;
using KafkaStore.LocalHost.Engine;
using KafkaStore.Naming;
using KafkaStore.Reading;
using KafkaStore.Segments;
using KafkaStore.Storage;
using KafkaStore.Tests.Support;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace KafkaStore.Tests.App;

/// <summary>
/// The real function classes over stores in memory, a scripted log and a clock that stands still. Nothing happens by itself:
/// a test delivers, drains, ticks and restarts.
/// </summary>
public sealed class TestApp : IDisposable
{
    private readonly ManualWorkQueue _queue = new();
    private ServiceProvider _services = null!;
    private LocalEngine _engine = null!;

    public TestApp(ScriptedLog? log = null, MemoryObjectStore? archive = null, ArchiverOptions? options = null)
    {
        Log = log ?? new ScriptedLog();
        Archive = archive ?? new MemoryObjectStore();
        Options = options ?? new ArchiverOptions { Topics = ["orders"], CompressionParallelism = 1 };
        Start();
    }

    public static TopicPartition Orders0 { get; } = new("orders", 0);

    public ScriptedLog Log { get; }

    public MemoryObjectStore Archive { get; }

    public MemoryObjectStore Staging { get; private set; } = new();

    public ManualTimeProvider Clock { get; } = new(ManualTimeProvider.Epoch);

    public ArchiverOptions Options { get; private set; }

    public static long Millisecond(long afterStart) => ManualTimeProvider.Epoch.ToUnixTimeMilliseconds() + afterStart;

    /// <summary>The trigger delivers these records of the scripted log, in this order, in one batch.</summary>
    public Task DeliverAsync(TopicPartition partition, params long[] offsets) =>
        DeliverAsync(partition, offsets.SelectMany(offset => Log.Read(partition, offset, offset + 1)));

    public async Task DeliverAsync(TopicPartition partition, IEnumerable<Record> records) =>
        await _services.GetRequiredService<AppendBatch>().RunAsync(
            [.. records.Select(record => TriggerRecord.Of(partition, record))], _engine.Client, CancellationToken.None);

    /// <summary>Everything that is waiting happens: signals, seals.</summary>
    public Task DrainAsync() => _queue.DrainAsync();

    /// <summary>Delivers all that a read-committed reader sees from an offset on, in batches, with the clock at each batch's last record.</summary>
    public async Task DeliverAllAsync(TopicPartition partition, int batchSize = 1000, long from = 0, bool clockFollows = true)
    {
        foreach (Record[] batch in Log.Read(partition, from).Chunk(batchSize))
        {
            if (clockFollows && DateTimeOffset.FromUnixTimeMilliseconds(batch[^1].Timestamp) is var time && time > Clock.GetUtcNow())
                Clock.MoveTo(time);
            await DeliverAsync(partition, batch);
            await DrainAsync();
        }
    }

    /// <summary>The timer fires, and all that follows from it happens.</summary>
    public async Task TickAsync()
    {
        await _services.GetRequiredService<CloseIdleSegments>().RunAsync(new TimerInfo(), _engine.Client, CancellationToken.None);
        await DrainAsync();
    }

    /// <summary>Tells an entity something, and all that follows from it happens.</summary>
    public async Task SignalAsync(TopicPartition partition, string operation, object? input = null)
    {
        await _engine.Client.Entities.SignalEntityAsync(EntityIds.Of(partition), operation, input ?? partition);
        await DrainAsync();
    }

    /// <summary>An operator closes what is open.</summary>
    public Task CloseAsync(TopicPartition partition) => SignalAsync(partition, Operations.Close);

    /// <summary>One run of sealing beside the entity.</summary>
    public Task<SealOutcome> SealAsync(SealRequest request) =>
        _services.GetRequiredService<WriteArchiveObjects>().RunAsync(request, CancellationToken.None);

    public PartitionState? StateOf(TopicPartition partition) => _engine.StateOf(EntityIds.Of(partition));

    /// <summary>The process ends, whatever was under way is gone, and another starts over the same stores.</summary>
    public void Restart(ArchiverOptions? options = null)
    {
        _queue.Drop();
        Dispose();
        Options = options ?? Options;
        Start();
    }

    /// <summary>The staging location is destroyed and an empty one takes its place.</summary>
    public void LoseStaging(ArchiverOptions? options = null)
    {
        Staging = new MemoryObjectStore();
        Restart(options);
    }

    /// <summary>The archive objects of a partition, by name.</summary>
    public async Task<IReadOnlyList<ArchiveObject>> ObjectsAsync(TopicPartition partition)
    {
        var objects = new ArchiveObjects(Archive);
        var found = new List<ArchiveObject>();
        foreach (string name in Archive.Names.Where(name => name.StartsWith(ArchiveName.Folder(partition), StringComparison.Ordinal)))
        {
            Assert.True(ArchiveName.TryParse(name, out ArchiveName parsed), name);
            found.Add((await objects.FindAsync(parsed, CancellationToken.None))!);
        }

        return found;
    }

    /// <summary>The archived records of a partition in the order of the chain.</summary>
    public async Task<IReadOnlyList<EncodedRecord>> ArchivedAsync(TopicPartition partition)
    {
        var objects = new ArchiveObjects(Archive);
        var cursor = new ArchiveCursor(objects);
        var records = new List<EncodedRecord>();
        foreach (ArchiveObject archived in await ObjectsAsync(partition))
        {
            await foreach (EncodedRecord record in cursor.ReadObjectAsync(archived, 0, CancellationToken.None))
                records.Add(record with { Bytes = record.Bytes.ToArray() });
        }

        return records;
    }

    /// <summary>What is archived is exactly what a read-committed reader sees up to here, each once and in order.</summary>
    public async Task AssertArchivedExactlyAsync(TopicPartition partition, long from, long to)
    {
        string[] expected = [.. Log.Read(partition, from, to).Select(record => Convert.ToHexString(RecordEncoding.Encode(record).Bytes.Span))];
        string[] archived = [.. (await ArchivedAsync(partition)).Select(record => Convert.ToHexString(record.Bytes.Span))];
        Assert.Equal(expected, archived);
    }

    public void Dispose()
    {
        _engine.Dispose();
        _services.Dispose();
    }

    private void Start()
    {
        var services = new ServiceCollection();
        services.AddArchiver(Options);
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<IObjectStore>(Archive);
        services.AddSingleton<IStagingStore>(Staging);
        services.AddSingleton<IRecordLog>(Log);
        services.AddSingleton<IArchivedOffsets>(new NoArchivedOffsets());
        services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        _services = services.BuildServiceProvider();
        _engine = new LocalEngine(new LocalFunctions(_services), _queue, 1, Clock, NullLoggerFactory.Instance, CancellationToken.None);
    }

    private sealed class NoArchivedOffsets : IArchivedOffsets
    {
        public Task CommitAsync(TopicPartition partition, long archivedNext, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
