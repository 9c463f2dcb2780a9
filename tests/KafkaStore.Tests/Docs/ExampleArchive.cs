namespace KafkaStore.Tests.Docs;

/// <summary>Archives that the function classes make of a scripted log.</summary>
internal static class ExampleArchive
{
    public static TopicPartition Partition { get; } = new("orders", 5);

    /// <summary>The one of the worked example in <c>docs/object-format.md</c>: three records, closed on request.</summary>
    public static async Task<TestApp> OfTheDocumentAsync()
    {
        var app = new TestApp(options: Options(ContainerCodec.Null, SegmentPolicy.Default));
        app.Log.AddPartition(Partition, start: 41);
        app.Log.Append(
            Partition,
            new Record(0, 1_767_225_600_000, Bytes("a"), Bytes("hello"), [new("trace", new byte[] { 1, 2 }), new("trace", null)])
        );
        app.Log.Append(Partition, new Record(0, 1_767_225_600_001, null, Bytes(""), []));
        app.Log.Skip(Partition);
        app.Log.Append(Partition, new Record(0, -1, Bytes("b"), null, []));
        await app.DeliverAllAsync(Partition);
        app.Clock.Advance(app.Options.HoleGrace);
        await app.CloseAsync(Partition);
        return app;
    }

    /// <summary>Several objects, not compressed at first and compressed later, some of several blocks, with all that a record can hold.</summary>
    /// <param name="later">Of the later ones.</param>
    public static async Task<TestApp> VariedAsync(ContainerCodec? later = null)
    {
        var policy = new SegmentPolicy(TimeSpan.FromDays(1), 3 * 1024 * 1024, 40);
        var app = new TestApp(options: Options(ContainerCodec.Null, policy));
        app.Log.AddPartition(Partition, start: 7);
        var random = new Random(13);
        Append(app, random, 100);
        await app.DeliverAllAsync(Partition, batchSize: 30);
        app.Restart(Options(later ?? ContainerCodec.Deflate(), policy));
        Append(app, random, 100);
        await app.DeliverAllAsync(Partition, batchSize: 30, from: 7);
        app.Clock.Advance(app.Options.HoleGrace);
        await app.CloseAsync(Partition);
        return app;
    }

    private static void Append(TestApp app, Random random, int count)
    {
        for (int i = 0; i < count; i++)
        {
            byte[] binary = new byte[random.Next(40)];
            random.NextBytes(binary);
            ReadOnlyMemory<byte>? value = random.Next(6) switch
            {
                0 => null,
                1 => binary,
                2 => new byte[300_000],
                3 => Bytes(""),
                _ => Bytes($"naïve \"{i}\" 😀\u007f\n"),
            };
            ReadOnlyMemory<byte>? key = random.Next(3) switch
            {
                0 => null,
                1 => binary,
                _ => Bytes($"key {i}"),
            };
            RecordHeader[] headers = random.Next(3) > 0 ? [] : [new("trace", binary), new("trace", null), new("ключ", Bytes("text"))];
            app.Log.Append(Partition, new Record(0, i % 9 == 0 ? -1 : TestApp.Millisecond(i * 1000), key, value, headers));
            if (i % 11 == 0)
                app.Log.Skip(Partition, 3);
        }
    }

    private static ArchiverOptions Options(ContainerCodec codec, SegmentPolicy policy) =>
        new()
        {
            Topics = [Partition.Topic],
            Codec = codec,
            Policy = policy,
            CompressionParallelism = 1,
            HoleGrace = TimeSpan.Zero,
        };

    private static ReadOnlyMemory<byte>? Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
