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
    private FaultyStore _archiveFaults = null!;
    private FaultyStore _stagingFaults = null!;
    private LocalEngine _engine = null!;

    public TestApp(ScriptedLog? log = null, MemoryObjectStore? archive = null, ArchiverOptions? options = null, MemoryObjectStore? staging = null)
    {
        Log = log ?? new ScriptedLog();
        Archive = archive ?? new MemoryObjectStore("memory:archive");
        Staging = staging ?? new MemoryObjectStore("memory:staging");
        Options = options ?? new ArchiverOptions { Topics = ["orders"], CompressionParallelism = 1 };
        Start();
    }

    public static TopicPartition Orders0 { get; } = new("orders", 0);

    public ScriptedLog Log { get; }

    public MemoryObjectStore Archive { get; }

    public MemoryObjectStore Staging { get; private set; }

    /// <summary>Between this process and the archive; a restart makes a new one.</summary>
    public FaultyStore ArchiveFaults => _archiveFaults;

    /// <summary>Between this process and the staging location; a restart makes a new one.</summary>
    public FaultyStore StagingFaults => _stagingFaults;

    public RecordingReport Report { get; } = new();

    public ManualWorkQueue Work => _queue;

    /// <summary>The archive objects' names without the markers beside them.</summary>
    public IReadOnlyList<string> ObjectNames => [.. Archive.Names.Where(name => ArchiveName.TryParse(name, out _))];

    /// <summary>The staged chunks' names.</summary>
    public IReadOnlyList<ChunkName> Chunks =>
        [.. Staging.Names.Select(name => (Is: ChunkName.TryParse(name, out ChunkName chunk), chunk)).Where(parsed => parsed.Is).Select(parsed => parsed.chunk)];

    public ManualTimeProvider Clock { get; } = new(ManualTimeProvider.Epoch);

    public ArchiverOptions Options { get; private set; }

    /// <summary>Segments of so many records, for one topic; age and size never end one.</summary>
    public static ArchiverOptions Counting(long records) => new()
    {
        Topics = ["orders"],
        Policy = new SegmentPolicy(TimeSpan.FromDays(1), SegmentPolicy.DefaultMaximumBytes, records),
        CompressionParallelism = 1,
    };

    /// <summary>An archiver whose log has so many records in one partition, a second apart.</summary>
    public static TestApp WithRecords(int count, ArchiverOptions? options = null, TopicPartition? partition = null)
    {
        var app = new TestApp(options: options ?? Counting(10));
        app.Log.AddPartition(partition ?? Orders0);
        app.Append(count, partition);
        return app;
    }

    /// <summary>A producer appends so many records, a second apart.</summary>
    public void Append(int count, TopicPartition? partition = null)
    {
        TopicPartition to = partition ?? Orders0;
        for (int i = 0; i < count; i++)
            Log.Append(to, Millisecond(1000 * Log.EndOf(to)), $"value {Log.EndOf(to)}", $"key {Log.EndOf(to) % 7}");
    }

    public static long[] Offsets(int from, int to) => [.. Enumerable.Range(from, to - from).Select(offset => (long)offset)];

    public static long Millisecond(long afterStart) => ManualTimeProvider.Epoch.ToUnixTimeMilliseconds() + afterStart;

    /// <summary>The trigger delivers these records of the scripted log, in this order, in one batch.</summary>
    public Task DeliverAsync(TopicPartition partition, params long[] offsets) =>
        DeliverAsync(partition, offsets.SelectMany(offset => Log.Read(partition, offset, offset + 1)));

    public async Task DeliverAsync(TopicPartition partition, IEnumerable<Record> records) =>
        await _services.GetRequiredService<AppendBatch>().RunAsync(
            [.. records.Select(record => TriggerRecord.Of(partition, record))], _engine.Client, CancellationToken.None);

    /// <summary>The trigger delivers one batch of several partitions.</summary>
    public async Task DeliverMixedAsync(IEnumerable<(TopicPartition Partition, Record Record)> records) =>
        await _services.GetRequiredService<AppendBatch>().RunAsync(
            [.. records.Select(pair => TriggerRecord.Of(pair.Partition, pair.Record))], _engine.Client, CancellationToken.None);

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

    /// <summary>Likewise with whatever input, even none.</summary>
    public async Task SignalRawAsync(TopicPartition partition, string operation, object? input)
    {
        await _engine.Client.Entities.SignalEntityAsync(EntityIds.Of(partition), operation, input);
        await DrainAsync();
    }

    /// <summary>An operator closes what is open.</summary>
    public Task CloseAsync(TopicPartition partition) => SignalAsync(partition, Operations.Close);

    /// <summary>Likewise, once holes are old enough to be asked about.</summary>
    public async Task CloseAfterGraceAsync()
    {
        Clock.Advance(Options.HoleGrace);
        await CloseAsync(Orders0);
    }

    /// <summary>One run of sealing beside the entity.</summary>
    public Task<SealOutcome> SealAsync(SealRequest request) =>
        _services.GetRequiredService<WriteArchiveObjects>().RunAsync(request, CancellationToken.None);

    public PartitionState? StateOf(TopicPartition partition) => _engine.StateOf(EntityIds.Of(partition));

    /// <summary>The state as the platform keeps it; null when there is none.</summary>
    public string? SerializedStateOf(TopicPartition partition) => _engine.SerializedStateOf(EntityIds.Of(partition));

    /// <summary>Puts another state in its place, or takes it away.</summary>
    public void SetState(TopicPartition partition, string? state) => _engine.SetState(EntityIds.Of(partition), state);

    /// <summary>The timer fires every minute for this long.</summary>
    public async Task TickMinutesAsync(int minutes)
    {
        for (int i = 0; i < minutes; i++)
        {
            Clock.Advance(TimeSpan.FromMinutes(1));
            await TickAsync();
        }
    }

    /// <summary>The operator accepts that an earlier staging location is gone.</summary>
    public Task AcceptStagingLossAsync() => _services.GetRequiredService<StagingIdentity>().AcceptAsync(CancellationToken.None);

    /// <summary>The process is dead from here on: its stores and its engine do nothing more.</summary>
    public void Kill() => ArchiveFaults.IsDead = StagingFaults.IsDead = _queue.IsDead = true;

    /// <summary>Another process goes on over the same stores and the same durable engine: state and posted work are kept.</summary>
    public void Revive() => ArchiveFaults.IsDead = StagingFaults.IsDead = _queue.IsDead = false;

    /// <summary>The process ends, whatever was under way is gone, and another starts over the same stores.</summary>
    public void Restart(ArchiverOptions? options = null)
    {
        _queue.Drop();
        _queue.IsDead = false;
        Dispose();
        Options = options ?? Options;
        Start();
    }

    /// <summary>The staging location is destroyed and an empty one takes its place.</summary>
    public void LoseStaging(ArchiverOptions? options = null)
    {
        Staging = new MemoryObjectStore("memory:other-staging");
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

    /// <summary>Both archives have the same objects, byte for byte.</summary>
    public static void AssertSameArchive(TestApp expected, TestApp actual)
    {
        Assert.Equal(expected.ObjectNames, actual.ObjectNames);
        foreach (string name in expected.ObjectNames)
            Assert.True(expected.Archive.BytesOf(name).AsSpan().SequenceEqual(actual.Archive.BytesOf(name)), $"{name} differs");
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
        _archiveFaults = new FaultyStore(Archive);
        _stagingFaults = new FaultyStore(Staging);
        services.AddSingleton<IObjectStore>(_archiveFaults);
        services.AddSingleton<IStagingStore>(_stagingFaults);
        services.AddSingleton<IArchiverReport>(Report);
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
