namespace KafkaStore.Tests.Fixtures.Writing;

/// <summary>Offsets that no chunk has, or none any more.</summary>
internal static class HoleScenes
{
    public static async Task<FixtureScene> HolesAsync()
    {
        TestApp app = Scenes.NewApp(Scenes.Options(5));
        app.Append(4);
        app.Log.Compact(Orders0, 2); // inside a chunk
        app.Log.Skip(Orders0, 2); // 4 and 5, between chunks
        app.Append(2);
        app.Log.Skip(Orders0, 2); // 8 and 9, at the segment's border
        app.Append(5);
        app.Log.Skip(Orders0); // 15, likewise
        app.Append(3);
        app.Log.Compact(Orders0, 17);
        app.Log.Skip(Orders0, 2); // 19 and 20
        app.Append(1);
        app.Log.Skip(Orders0); // 22, past the last record
        foreach (long[] batch in new long[][] { [0, 1, 3], [6, 7], [10, 11, 12], [13, 14], [16, 18], [21] })
            await app.DeliverAsync(Orders0, batch);
        await Scenes.SettleAsync(app);
        await app.TickMinutesAsync(11); // nobody delivers anything past 21, so the end is asked for, too
        return new FixtureScene(
            "Holes inside chunks, between them and at borders of segments; two objects; three records and proofs (count 0) staged, the last past the last record.",
            app
        );
    }

    public static async Task<FixtureScene> UnprovedAsync()
    {
        TestApp app = Scenes.NewApp(Scenes.Options(100));
        app.Append(5);
        app.Log.Skip(Orders0); // 5
        app.Append(4);
        await app.DeliverAsync(Orders0, 0, 1, 3, 4);
        await app.DeliverAsync(Orders0, 8, 9);
        await app.DrainAsync();
        return new FixtureScene(
            "Staged chunks whose holes nobody has asked about yet: record 2 inside one, 6 and 7 between them, are at the broker alone; 5 is empty.",
            app
        )
        {
            LogStarts = { [Orders0] = 2 },
        };
    }

    public static async Task<FixtureScene> LostAsync()
    {
        TestApp app = Scenes.NewApp(Scenes.Options(5));
        var scene = new FixtureScene(
            "Two ranges that the broker deleted before they were accepted, each with its marker: one inside an object, one in what is staged.",
            app
        );
        app.Append(14);
        await app.DeliverAsync(Orders0, Offsets(0, 3));
        await app.DeliverAsync(Orders0, Offsets(6, 11));
        scene.MoveStart(Orders0, 6);
        await Scenes.SettleAsync(app);
        await app.DeliverAsync(Orders0, 13);
        scene.MoveStart(Orders0, 13);
        await Scenes.SettleAsync(app);
        await app.SignalAsync(Orders0, KafkaStore.Functions.Operations.Seal); // four records close nothing, but their hole is looked at
        return scene;
    }

    public static async Task<FixtureScene> DamagedAsync()
    {
        TestApp app = Scenes.NewApp(Scenes.Options(5));
        app.Append(13);
        await app.DeliverAsync(Orders0, Offsets(0, 4));
        await app.DeliverAsync(Orders0, Offsets(4, 8));
        string name = Assert.Single(app.Chunks, chunk => chunk.First == 4).ToString();
        app.Staging.BytesOf(name)[^20] ^= 1;
        await app.DeliverAsync(Orders0, Offsets(8, 13));
        await Scenes.SettleAsync(app);
        return new FixtureScene(
            "A chunk that was damaged was set aside, and its records were read from the broker again; two objects, three records staged.",
            app
        );
    }
}
