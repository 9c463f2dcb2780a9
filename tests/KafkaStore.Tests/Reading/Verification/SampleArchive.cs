namespace KafkaStore.Tests.Reading.Verification;

/// <summary>
/// An archive that the real writer made, in a copy of the test's own to be damaged: one partition of small objects with
/// holes, ended by every reason there is, one of large objects with several blocks, one of another topic.
/// </summary>
internal sealed class SampleArchive
{
    private static readonly Lazy<Task<SampleArchive>> Original = new(MakeAsync);

    public static TopicPartition Small { get; } = new("orders", 0);

    public static TopicPartition Large { get; } = new("orders", 1);

    public static TopicPartition Other { get; } = new("payments", 0);

    public static ArchiverOptions Options { get; } =
        new()
        {
            Topics = ["orders", "payments"],
            Policy = new SegmentPolicy(TimeSpan.FromSeconds(60), 3 * 1024 * 1024, 30),
            CompressionParallelism = 1,
            HoleGrace = TimeSpan.Zero,
        };

    public MemoryObjectStore Store { get; private init; } = new();

    /// <summary>What the broker has; shared, so not to be changed.</summary>
    public ScriptedLog Log { get; private init; } = new();

    public static async Task<SampleArchive> CopyAsync()
    {
        SampleArchive original = await Original.Value;
        var copy = new SampleArchive { Log = original.Log };
        foreach (string name in original.Store.Names)
            copy.Write(name, original.Store.BytesOf(name));
        return copy;
    }

    /// <summary>Of this archive alone, whatever the other tests do to theirs.</summary>
    public static Task<VerificationReport> VerifyAsync(IObjectReader store, params string[] topics) =>
        new ArchiveVerifier(store, new ProblemLog()) { Parallelism = 2 }.VerifyAsync(topics, new VerificationProgress(), default);

    public Task<VerificationReport> VerifyAsync(params string[] topics) => VerifyAsync(Store, topics);

    /// <summary>Names of a partition's objects, by offset.</summary>
    public IReadOnlyList<ArchiveName> Names(TopicPartition partition) =>
        [
            .. Store
                .Names.Where(name => name.StartsWith(ArchiveName.Folder(partition)))
                .Select(name => ArchiveName.TryParse(name, out ArchiveName parsed) ? parsed : throw new InvalidOperationException(name)),
        ];

    public byte[] Read(ArchiveName name) => Store.BytesOf(name.ToString());

    public void Write(ArchiveName name, byte[] bytes) => Write(name.ToString(), bytes);

    public void Write(string name, byte[] bytes)
    {
        Store.DeleteAsync(name, default).GetAwaiter().GetResult();
        Store.CreateAsync(name, ObjectContent.FromBytes(bytes.ToArray()), default).GetAwaiter().GetResult();
    }

    public void Delete(ArchiveName name) => Store.DeleteAsync(name.ToString(), default).GetAwaiter().GetResult();

    private static async Task<SampleArchive> MakeAsync()
    {
        using var app = new TestApp(options: Options);
        app.Log.AddPartition(Small);
        app.Log.AddPartition(Large, start: 5);
        app.Log.AddPartition(Other);
        long time = 0;
        for (int i = 0; i < 150; i++)
        {
            time += i is 50 or 110 ? 61_000 : 1_500;
            app.Log.Append(Small, i % 40 == 0 ? -1 : TestApp.Millisecond(time), $"value {i}", i % 3 == 0 ? null : $"key {i % 7}");
            if (i % 17 == 0)
                app.Log.Skip(Small, i % 5 + 1);
        }

        var random = new Random(1);
        for (int i = 0; i < 45; i++)
        {
            byte[] value = new byte[100_000];
            random.NextBytes(value.AsSpan(0, 50_000));
            app.Log.Append(Large, new Record(0, TestApp.Millisecond(i), null, value, []));
        }

        for (int i = 0; i < 40; i++)
            app.Log.Append(Other, TestApp.Millisecond(i), $"payment {i}");
        await app.DeliverAllAsync(Large);
        await app.DeliverAllAsync(Other);
        await app.DeliverAllAsync(Small, batchSize: 13);
        await app.CloseAsync(Large);
        await app.CloseAsync(Other);
        app.Clock.Advance(TimeSpan.FromDays(1));
        await app.TickAsync();
        return new SampleArchive { Store = app.Archive, Log = app.Log };
    }
}
