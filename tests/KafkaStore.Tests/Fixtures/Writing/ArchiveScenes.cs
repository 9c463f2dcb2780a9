namespace KafkaStore.Tests.Fixtures.Writing;

/// <summary>What lies beside objects and chunks, and objects of another hand.</summary>
internal static class ArchiveScenes
{
    public static async Task<FixtureScene> MirrorAsync()
    {
        TestApp app = Scenes.NewApp(Scenes.Options(3));
        var mirror = new MemoryObjectStore("memory:mirror");
        app.Append(3);
        await app.DeliverAllAsync(Orders0);
        Assert.True(
            await new MirrorRun([new Mirror(app.Archive, mirror, null)], app.Report, app.Clock).CopyAsync([Orders0], null, default)
        );
        app.Append(7);
        await app.DeliverAllAsync(Orders0, from: 3);
        return new FixtureScene("An archive of three objects whose mirror has the first; one record staged.", app) { Mirror = mirror };
    }

    public static async Task<FixtureScene> OriginalAsync()
    {
        TestApp app = Scenes.NewApp(Scenes.Options(3));
        app.Append(4);
        app.Log.Skip(Orders0, 2); // the next object's name tells
        app.Append(8);
        ReplaceWithOriginal(app, 0, 4);
        ReplaceWithOriginal(app, 6, 9);
        await app.DeliverAllAsync(Orders0, batchSize: 4, from: 9);
        return new FixtureScene(
            "Two objects of the original tool, which have no metadata, the first with a gap behind it; continued with one of ours; two records staged.",
            app
        );
    }

    public static async Task<FixtureScene> MarkersAsync()
    {
        TopicPartition orders1 = new("orders", 1),
            orders2 = new("orders", 2),
            payments = new("Payments.v1", 0);
        var app = new TestApp(options: Scenes.Options(3) with { Topics = ["orders", "Payments.v1"], OffsetReset = OffsetReset.Latest });
        foreach (TopicPartition partition in new[] { Orders0, orders1, payments })
        {
            app.Log.AddPartition(partition, start: 1);
            app.Append(partition == payments ? 0 : 3, partition);
        }

        foreach (TopicPartition partition in new[] { Orders0, payments })
        {
            long from = app.Log.EndOf(partition);
            await StartAtEndAsync(app, partition);
            app.Append(4, partition);
            await app.DeliverAllAsync(partition, from: from);
        }

        app.Log.AddPartition(orders2, start: 7);
        app.Append(4, orders2);
        await app.DeliverAllAsync(orders2, from: 7);
        app.LoseStaging();
        await app.AcceptStagingLossAsync();
        foreach (TopicPartition partition in new[] { Orders0, payments, orders2 })
            await app.DeliverAllAsync(partition, from: app.Log.EndOf(partition) - 1);
        return new FixtureScene(
            "Start markers of two topics that begin at the end, one of a partition added later, and an accepted loss of staging.",
            app
        );
    }

    public static async Task<FixtureScene> FaultAsync()
    {
        using TestApp other = Scenes.NewApp(Scenes.Options(5));
        other.Append(5);
        await other.DeliverAllAsync(Orders0);
        var app = new TestApp(archive: other.Archive, options: other.Options);
        app.Log.AddPartition(Orders0);
        foreach (Record record in other.Log.Read(Orders0, 0))
            app.Log.Append(Orders0, record.Offset == 3 ? record with { Timestamp = Millisecond(1) } : record);
        await app.DeliverAllAsync(Orders0);
        await app.TickMinutesAsync(2);
        var scene = new FixtureScene(
            "A conflict: the staged record 3 is another than the archived one. The fault itself is in no file.",
            app
        );
        scene.Remember(Orders0, other); // which is archived
        return scene;
    }

    // The start marker says so before the first record is there.
    private static async Task StartAtEndAsync(TestApp app, TopicPartition partition) =>
        Assert.Equal(
            app.Log.EndOf(partition),
            await new PartitionStarts(app.Archive, app.Log, app.Log, new IdentityMarkers(app.Archive, app.Clock), app.Clock).EnsureAsync(
                partition,
                new Dictionary<int, long>(),
                OffsetReset.Latest,
                default
            )
        );

    private static void ReplaceWithOriginal(TestApp app, long from, long to)
    {
        byte[] sync = [.. Enumerable.Range(1, 16).Select(each => (byte)each)];
        var data = new PlainAvro();
        IReadOnlyList<Record> records = app.Log.Read(Orders0, from, to);
        foreach (Record record in records)
            data.Long(record.Timestamp).Optional(record.Key?.ToArray()).Optional(record.Value?.ToArray());
        app.Archive.Replace(
            new ArchiveName(Orders0, from).ToString(),
            new PlainAvro()
                .Header(sync, ("avro.codec", "null"), ("avro.schema", RecordLayoutTests.OriginalSchema))
                .Block(records.Count, data.ToArray(), sync)
                .ToArray()
        );
    }
}
