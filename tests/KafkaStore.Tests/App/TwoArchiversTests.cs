namespace KafkaStore.Tests.App;

/// <summary>Two archivers over one log, fed, restarted and disturbed differently, make the same files.</summary>
public sealed class TwoArchiversTests
{
    private const int Records = 6_000;

    public static TheoryData<string, string> PoliciesAndCodecs()
    {
        var rows = new TheoryData<string, string>();
        foreach (string policy in new[] { "age", "size", "count", "all" })
        {
            foreach (string codec in ContainerCodec.Names)
                rows.Add(policy, codec);
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(PoliciesAndCodecs))]
    public async Task BatchesOfOneAndOfFiveThousandMakeTheSameBytes(string policy, string codec)
    {
        ArchiverOptions options = Counting(10) with
        {
            Policy = policy switch
            {
                "age" => new SegmentPolicy(TimeSpan.FromSeconds(777), long.MaxValue),
                "size" => new SegmentPolicy(TimeSpan.MaxValue, 20_000),
                "count" => new SegmentPolicy(TimeSpan.MaxValue, long.MaxValue, 501),
                _ => new SegmentPolicy(TimeSpan.FromSeconds(700), 30_000, 650),
            },
            Codec = ContainerCodec.Named(codec),
            SafetyWindow = TimeSpan.FromDays(30), // no segment may close by the clock
        };
        using TestApp small = WithVariedRecords(options);
        using var large = new TestApp(small.Log, options: options with { CompressionParallelism = 4 });
        using var ahead = new TestApp(small.Log, options: options with { CompressionParallelism = 2 }, compressesAhead: true);

        await FeedAsync(small, batchSize: 1, seed: 1, restarts: 5);
        await FeedAsync(large, batchSize: 5_000, seed: 2, restarts: 2);
        await FeedAsync(ahead, batchSize: 50, seed: 3, restarts: 3);
        Assert.True(small.ObjectNames.Count > 5, $"{small.ObjectNames.Count} objects");
        AssertSameArchive(small, large);
        AssertSameArchive(small, ahead);
        await small.AssertArchivedExactlyAsync(Orders0, 0, small.StateOf(Orders0)!.Checkpoint!.Value);
    }

    // Timestamps that go back and forth, are missing now and then, and jump; offsets without a record between them.
    private static TestApp WithVariedRecords(ArchiverOptions options)
    {
        TestApp app = WithRecords(0, options);
        var random = new Random(7);
        for (int i = 0; i < Records; i++)
        {
            long time = (i * 1000L) + random.Next(-5_000, 5_000) + (random.Next(1000) == 0 ? 900_000 : 0);
            long timestamp = random.Next(50) == 0 ? -1 : Millisecond(time);
            app.Log.Append(
                Orders0,
                timestamp,
                random.Next(9) == 0 ? null : new string('v', random.Next(60)),
                random.Next(3) == 0 ? null : $"k{random.Next(9)}"
            );
            if (random.Next(100) == 0)
                app.Log.Skip(Orders0, random.Next(1, 4));
        }

        return app;
    }

    private static async Task FeedAsync(TestApp app, int batchSize, int seed, int restarts)
    {
        var random = new Random(seed);
        app.Work.Disorder = random;
        Record[][] batches = [.. app.Log.Read(Orders0, 0).Chunk(batchSize)];
        int[] restartAt = [.. Enumerable.Range(0, restarts).Select(_ => random.Next(batches.Length))];
        for (int i = 0; i < batches.Length; i++)
        {
            await app.DeliverAsync(Orders0, batches[i]);
            if (random.Next(20) == 0)
                await app.DeliverAsync(Orders0, batches[random.Next(Math.Max(0, i - 3), i + 1)]);
            if (random.Next(batchSize == 1 ? 150 : 1) == 0)
                await app.DrainAsync();
            app.Clock.Advance(TimeSpan.FromMilliseconds(20 * batchSize));
            if (restartAt.Contains(i))
                app.Restart();
        }

        await app.TickMinutesAsync(25);
    }
}
