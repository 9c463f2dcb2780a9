using KafkaStore.Tests.Schemas;

namespace KafkaStore.Tests.Fixtures.Writing;

/// <summary>What records hold and where segments end.</summary>
internal static class RecordScenes
{
    public static async Task<FixtureScene> RollsAsync()
    {
        TestApp app = Scenes.NewApp(Scenes.Options(5, TimeSpan.FromMinutes(1), 600));
        app.Append(5); // Count
        foreach (int second in new[] { 5, 6 }) // Size
            app.Log.Append(Orders0, Millisecond(1000 * second), new string('x', 400), "large");
        foreach (int second in new[] { 10, 11, 90 }) // Age ends the segment before the third
            app.Log.Append(Orders0, Millisecond(1000 * second), $"at {second}");
        await app.DeliverAllAsync(Orders0, batchSize: 4);
        app.Clock.Advance(app.Options.Policy.MaximumAge + app.Options.SafetyWindow);
        await app.TickMinutesAsync(1); // Idle
        long later = (long)(app.Clock.GetUtcNow() - TestTime.Epoch).TotalMilliseconds;
        for (int i = 0; i < 3; i++)
            app.Log.Append(Orders0, Millisecond(later + i), $"later {i}", "key");
        await app.DeliverAllAsync(Orders0, from: 10);
        await app.CloseAsync(Orders0); // Requested
        for (int i = 3; i < 5; i++)
            app.Log.Append(Orders0, Millisecond(later + i), $"open {i}", "key");
        await app.DeliverAllAsync(Orders0, from: 13);
        return new FixtureScene("An object for every reason to roll (Count, Size, Age, Idle, Requested), and two records staged.", app);
    }

    public static async Task<FixtureScene> ShapesAsync(ContainerCodec codec)
    {
        TestApp app = Scenes.NewApp(Scenes.Options(8) with { Codec = codec });
        foreach (Record record in Shapes().Concat(Shapes().Take(5)))
            app.Log.Append(Orders0, record);
        await app.DeliverAllAsync(Orders0, batchSize: 3, clockFollows: false);
        return new FixtureScene(
            $"Null, empty and binary keys, values and headers, timestamps that are missing, zero and not in order; codec {codec.Name}; eight archived, five staged.",
            app
        );
    }

    public static async Task<FixtureScene> BlocksAsync()
    {
        TestApp app = Scenes.NewApp(Scenes.Options(4, bytes: 100_000_000));
        for (int i = 0; i < 4; i++)
            app.Log.Append(Orders0, new Record(0, Millisecond(i), null, new byte[i < 3 ? 1_100_000 : 10], []));
        await app.DeliverAllAsync(Orders0);
        app.Append(1);
        await app.DeliverAllAsync(Orders0, from: 4);
        return new FixtureScene("An object of several blocks, with their index in its header, and one record staged.", app);
    }

    public static async Task<FixtureScene> SchemasAsync()
    {
        using var registry = new FakeRegistry();
        registry.Register(1, "place", """{"type":"record","name":"Place","fields":[{"name":"city","type":"string"}]}""");
        registry.Register(
            2,
            "order",
            """{"type":"record","name":"Order","fields":[{"name":"n","type":"int"},{"name":"to","type":"Place"}]}""",
            null,
            ("Place", "place", 1)
        );
        var app = new TestApp(
            options: Scenes.Options(3),
            schemas: archive => new SchemaArchive(archive, registry.NewClient(), TimeProvider.System, NullLogger<SchemaArchive>.Instance)
        );
        app.Log.AddPartition(Orders0);
        byte[] place = [8, .. "Oslo"u8];
        app.Log.Append(Orders0, new Record(0, Millisecond(0), Framed.Of(1, place), Framed.Of(2, [14, .. place]), []));
        app.Log.Append(Orders0, new Record(0, Millisecond(1), Framed.Of(1, place), null, []));
        app.Log.Append(Orders0, new Record(0, Millisecond(2), null, Framed.Of(2, [16, .. place]), []));
        await app.DeliverAllAsync(Orders0);
        registry.Stop();
        for (int i = 3; i < 7; i++)
            app.Log.Append(Orders0, new Record(0, Millisecond(i), null, Framed.Of(3, 2), []));
        await app.DeliverAllAsync(Orders0, from: 3);
        return new FixtureScene(
            "Framed keys and values with the schemas that they name, one of which refers to the other; a third was noted as missing.",
            app
        );
    }

    private static IEnumerable<Record> Shapes()
    {
        byte[] all = [.. Enumerable.Range(0, 256).Select(each => (byte)each)];
        yield return new Record(0, Millisecond(0), null, null, []);
        yield return new Record(0, Millisecond(1000), Array.Empty<byte>(), Array.Empty<byte>(), []);
        yield return new Record(0, Millisecond(2000), new byte[] { 0, 255, 254, 128 }, all, []);
        yield return new Record(
            0,
            Millisecond(3000),
            "key"u8.ToArray(),
            null,
            [Header("trace", 1, 2), Header("trace"), new RecordHeader("trace", null), Header("", 0)]
        );
        yield return new Record(0, -1, "no timestamp"u8.ToArray(), "a"u8.ToArray(), []);
        yield return new Record(0, 0, "timestamp zero"u8.ToArray(), "b"u8.ToArray(), []);
        yield return new Record(
            0,
            Millisecond(500),
            Encoding.UTF8.GetBytes("größe"),
            Encoding.UTF8.GetBytes("日本 \u0000 \"quoted\""),
            [new RecordHeader("größe", "é"u8.ToArray())]
        );
        yield return new Record(0, Millisecond(4000), "key"u8.ToArray(), "{\"json\": [1, 2.5, null]}"u8.ToArray(), []);
    }

    private static RecordHeader Header(string name, params byte[] value) => new(name, value);
}
