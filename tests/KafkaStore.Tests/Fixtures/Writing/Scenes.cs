namespace KafkaStore.Tests.Fixtures.Writing;

/// <summary>All cases, and what they have in common.</summary>
internal static class Scenes
{
    public static IReadOnlyDictionary<string, Func<Task<FixtureScene>>> All { get; } =
        new Dictionary<string, Func<Task<FixtureScene>>>
        {
            ["rolls"] = RecordScenes.RollsAsync,
            ["shapes-null"] = () => RecordScenes.ShapesAsync(ContainerCodec.Null),
            ["shapes-deflate"] = () => RecordScenes.ShapesAsync(ContainerCodec.Deflate()),
            ["blocks"] = RecordScenes.BlocksAsync,
            ["schemas"] = RecordScenes.SchemasAsync,
            ["holes"] = HoleScenes.HolesAsync,
            ["unproved"] = HoleScenes.UnprovedAsync,
            ["lost"] = HoleScenes.LostAsync,
            ["damaged"] = HoleScenes.DamagedAsync,
            ["staged"] = InterruptedScenes.StagedAsync,
            ["unswept"] = InterruptedScenes.UnsweptAsync,
            ["merged"] = InterruptedScenes.MergedAsync,
            ["mirror"] = ArchiveScenes.MirrorAsync,
            ["original"] = ArchiveScenes.OriginalAsync,
            ["markers"] = ArchiveScenes.MarkersAsync,
            ["fault"] = ArchiveScenes.FaultAsync,
            ["local-host"] = LocalHostScenes.DefaultFoldersAsync,
        };

    public static TimeSpan Day { get; } = TimeSpan.FromDays(1);

    public static ArchiverOptions Options(long? count, TimeSpan? age = null, long bytes = 1_000_000) =>
        new()
        {
            Topics = [Orders0.Topic],
            Policy = new SegmentPolicy(age ?? Day, bytes, count),
            CompressionParallelism = 1,
        };

    public static TestApp NewApp(ArchiverOptions options)
    {
        var app = new TestApp(options: options);
        app.Log.AddPartition(Orders0);
        return app;
    }

    /// <summary>The clock passes the grace of holes and the timer has fired twice.</summary>
    public static async Task SettleAsync(TestApp app)
    {
        await app.DrainAsync();
        await app.TickAfterGraceAsync(2);
    }
}
