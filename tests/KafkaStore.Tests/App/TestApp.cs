using KafkaStore.Catalog.Keeping;
using KafkaStore.Generations;
using KafkaStore.Sealing.Ahead;

namespace KafkaStore.Tests.App;

/// <summary>
/// The real function classes over stores in memory, a scripted log and a clock that stands still. Nothing happens by itself:
/// a test delivers, drains, ticks and restarts.
/// </summary>
public sealed partial class TestApp : IDisposable
{
    private readonly ManualWorkQueue queue = new();
    private readonly Func<IObjectStore, ISchemaKeeper>? schemas;
    private readonly bool compressesAhead;
    private ServiceProvider services = null!;
    private FaultyStore archiveFaults = null!;
    private FaultyStore stagingFaults = null!;
    private LocalEngine engine = null!;

    public TestApp(
        ScriptedLog? log = null,
        MemoryObjectStore? archive = null,
        ArchiverOptions? options = null,
        MemoryObjectStore? staging = null,
        MemoryCatalog? catalog = null,
        Func<IObjectStore, ISchemaKeeper>? schemas = null,
        StagingKeys? stagingKeys = null,
        bool compressesAhead = false
    )
    {
        this.schemas = schemas;
        this.compressesAhead = compressesAhead;
        StagingKeys = stagingKeys ?? StagingKeys.None;
        Log = log ?? new ScriptedLog();
        Archive = archive ?? new MemoryObjectStore("memory:archive");
        Staging = staging ?? new MemoryObjectStore("memory:staging");
        Catalog = catalog;
        Options =
            options
            ?? new ArchiverOptions
            {
                Topics = ["orders"],
                CompressionParallelism = 1,
                StagingParallelism = 1,
                SettlingTime = TimeSpan.Zero,
            };
        Start();
    }

    /// <summary>The id of a topic, at a broker that gives ids.</summary>
    public static IdentityAnswer Known { get; } = new IdentityAnswer.Known(new TopicId(1, 1), null);

    public static TopicPartition Orders0 { get; } = new("orders", 0);

    public ScriptedLog Log { get; }

    public MemoryObjectStore Archive { get; }

    public MemoryObjectStore Staging { get; private set; }

    /// <summary>Null unless the test keeps one.</summary>
    public MemoryCatalog? Catalog { get; }

    /// <summary>Between this process and the archive; a restart makes a new one.</summary>
    public FaultyStore ArchiveFaults => archiveFaults;

    /// <summary>Between this process and the staging location; a restart makes a new one.</summary>
    public FaultyStore StagingFaults => stagingFaults;

    public RecordingReport Report { get; } = new();

    public RecordingLoggers Loggers { get; } = new();

    public ManualWorkQueue Work => queue;

    public FakeTimeProvider Clock { get; } = new(TestTime.Epoch);

    public ArchiverOptions Options { get; private set; }

    /// <summary>Segments that this process did not have to read from staging, until now.</summary>
    public long TakenAhead => services.GetRequiredService<CompressedAhead>().Taken;

    /// <summary>What the next start signs with.</summary>
    public StagingKeys StagingKeys { get; set; }

    /// <summary>Segments of so many records, for one topic; age and size never end one.</summary>
    public static ArchiverOptions Counting(long records) =>
        new()
        {
            Topics = ["orders"],
            Policy = new SegmentPolicy(TimeSpan.FromDays(1), SegmentPolicy.DefaultMaximumBytes, records),
            CompressionParallelism = 1,
            StagingParallelism = 1,
            SettlingTime = TimeSpan.Zero, // the clock stands still while anything waits
        };

    /// <summary>An archiver whose log has so many records in one partition, a second apart.</summary>
    public static TestApp WithRecords(
        int count,
        ArchiverOptions? options = null,
        TopicPartition? partition = null,
        MemoryCatalog? catalog = null
    )
    {
        var app = new TestApp(options: options ?? Counting(10), catalog: catalog);
        app.Log.AddPartition(partition ?? Orders0);
        app.Append(count, partition);
        return app;
    }

    /// <summary>Likewise, and all of them have been delivered.</summary>
    public static async Task<TestApp> WithDeliveredAsync(int count)
    {
        TestApp app = WithRecords(count);
        await app.DeliverAllAsync(Orders0);
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

    public static long Millisecond(long afterStart) => TestTime.Epoch.ToUnixTimeMilliseconds() + afterStart;

    public PartitionState? StateOf(TopicPartition partition) => engine.StateOf(EntityIds.Of(partition));

    /// <summary>The state as the platform keeps it; null when there is none.</summary>
    public string? SerializedStateOf(TopicPartition partition) => engine.SerializedStateOf(EntityIds.Of(partition));

    /// <summary>Puts another state in its place, or takes it away.</summary>
    public void SetState(TopicPartition partition, string? state) => engine.SetState(EntityIds.Of(partition), state);

    /// <summary>The process is dead from here on: its stores and its engine do nothing more.</summary>
    public void Kill() => ArchiveFaults.IsDead = StagingFaults.IsDead = queue.IsDead = true;

    /// <summary>Another process goes on over the same stores and the same durable engine: state and posted work are kept.</summary>
    public void Revive() => ArchiveFaults.IsDead = StagingFaults.IsDead = queue.IsDead = false;

    /// <summary>The process ends, whatever was under way is gone, and another starts over the same stores.</summary>
    public void Restart(ArchiverOptions? options = null)
    {
        queue.Drop();
        queue.IsDead = false;
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

    public void Dispose()
    {
        engine.Dispose();
        services.Dispose();
    }

    private void Start()
    {
        var services = new ServiceCollection();
        services.AddArchiver(Options with { Names = SettingNames.All }, StagingKeys);
        services.AddSingleton<TimeProvider>(Clock);
        archiveFaults = new FaultyStore(Archive);
        stagingFaults = new FaultyStore(Staging);
        services.AddSingleton<IObjectStore>(archiveFaults);
        services.AddSingleton<IStagingStore>(stagingFaults);
        services.AddSingleton<IArchiverReport>(Report);
        services.AddSingleton<ICatalogReport>(Report);
        services.AddSingleton<IMirrorReport>(Report);
        services.AddSingleton<IRecordLog>(new GenerationLog(Log));
        services.AddSingleton<ITopicIdentities>(Log);
        services.AddSingleton<IArchivedOffsets>(new NoArchivedOffsets());
        if (Catalog is not null)
            services.AddCatalog(Catalog);
        if (schemas is not null)
            services.AddSingleton(schemas(archiveFaults));
        if (compressesAhead)
            services.AddSingleton<CompressedAhead>();
        services.AddSingleton<ILoggerFactory>(Loggers);
        services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        this.services = services.BuildServiceProvider();
        engine = new LocalEngine(new LocalFunctions(this.services), queue, 1, Clock, NullLoggerFactory.Instance, default);
    }
}
