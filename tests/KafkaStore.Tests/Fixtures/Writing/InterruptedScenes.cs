namespace KafkaStore.Tests.Fixtures.Writing;

/// <summary>What a process leaves that is killed on its way.</summary>
internal static class InterruptedScenes
{
    public static async Task<FixtureScene> StagedAsync()
    {
        TestApp app = Scenes.NewApp(Scenes.Options(5));
        app.Append(12);
        foreach ((int from, int to) in new[] { (0, 4), (2, 7), (5, 12), (0, 4) })
            await app.DeliverAsync(Orders0, Offsets(from, to)); // nothing seals before the work is drained
        return new FixtureScene("Chunks that overlap, since batches came again in other shapes; killed before anything was sealed.", app);
    }

    public static async Task<FixtureScene> UnsweptAsync()
    {
        TestApp app = Scenes.NewApp(Scenes.Options(5));
        app.Append(12);
        app.ArchiveFaults.After = call =>
        {
            if (call is { Operation: StoreOperation.Create, Name: "orders/000000/00000000000000000005" })
                app.Kill();
            return Task.CompletedTask;
        };
        for (int from = 0; from < 12; from += 4)
            await app.DeliverAsync(Orders0, Offsets(from, from + 4));
        await app.DrainAsync();
        return new FixtureScene(
            "Killed when the second object had been created: all chunks are still there, those of archived records too.",
            app
        );
    }

    public static async Task<FixtureScene> MergedAsync()
    {
        TestApp app = Scenes.NewApp(Scenes.Options(100));
        app.Append(9);
        foreach (long hole in new long[] { 1, 6 })
            app.Log.Compact(Orders0, hole);
        foreach (long[] offsets in new long[][] { [0, 2, 3], [4, 5, 7, 8] })
        {
            foreach (long offset in offsets)
                await app.DeliverAsync(Orders0, offset);
            await Scenes.SettleAsync(app); // a proof each time
        }

        app.Restart(app.Options with { SmallChunksAtMost = 3 });
        app.StagingFaults.Before = call =>
        {
            if (call.Operation == StoreOperation.Delete)
                app.Kill();
            return Task.CompletedTask;
        };
        await app.SignalAsync(Orders0, Operations.Seal);
        return new FixtureScene("Small chunks were merged into one, and their proofs; killed before the small ones were deleted.", app);
    }
}
