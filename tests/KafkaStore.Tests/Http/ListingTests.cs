namespace KafkaStore.Tests.Http;

/// <summary>Topics, partitions and segments, over HTTP and below it.</summary>
public sealed class ListingTests : IDisposable
{
    private static readonly string[] Names =
    [
        "orders/000000/00000000000000000000",
        "orders/000000/00000000000000000007",
        "orders/000011/00000000000000000000",
        "orders/1000000/00000000000000000000",
        "orders-x/000002/00000000000000000000",
        "orders0/000000/00000000000000000000",
        "orders~g1/000003/00000000000000000000",
        "orders~g/000000/00000000000000000000",
        "a.b_c/000000/00000000000000000000",
        "readme.txt",
        "~kafka-store/orders/start.json",
        "~kafka-store/staging.json",
    ];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TopicsAndPartitionsAreThoseThatHaveObjects(bool inFolder)
    {
        var topics = new ArchiveTopics(inFolder ? FillFolder() : FillMemory());

        string[] names = await topics.TopicsAsync(default).ToArrayAsync();

        Assert.Equal(["a.b_c", "orders", "orders-x", "orders0", "orders~g1"], names.Order(StringComparer.Ordinal));
        Assert.Equal([0, 11, 1_000_000], (await topics.PartitionsAsync("orders", default)).Select(partition => partition.Partition));
        Assert.Equal([2], (await topics.PartitionsAsync("orders-x", default)).Select(partition => partition.Partition));
        Assert.Equal([3], (await topics.PartitionsAsync("orders~g1", default)).Select(partition => partition.Partition));
        Assert.Empty(await topics.PartitionsAsync("order", default));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task GenerationsOfATopicAreFoundByTheirObjectsOrMarkers(bool inFolder)
    {
        IObjectStore store = inFolder ? FillFolder() : FillMemory();
        var lost = new TopicPartition("orders~g12", 0);
        await store.CreateAsync(MarkerName.Lost(lost, new OffsetRange(0, 7)), ObjectContent.FromBytes("{}"u8.ToArray()), default);

        var topics = new ArchiveTopics(store);

        Assert.Equal(["orders0", "orders", "orders~g1", "orders~g12"], await topics.WithGenerationsAsync(["orders0", "orders"], default));
        Assert.Equal(["orders~g1"], await topics.WithGenerationsAsync(["orders~g1"], default));
    }

    [Fact]
    public async Task NoStoreIsAskedForEveryObject()
    {
        var memory = new MemoryObjectStore();
        for (int i = 0; i < 30_000; i++)
            memory.Replace($"t{i % 3}/{i % 2:D6}/{i:D20}", []);
        var store = new FaultyStore(memory);

        Assert.Equal(["t0", "t1", "t2"], await new ArchiveTopics(store).TopicsAsync(default).ToArrayAsync());

        Assert.Equal(4, store.Calls.Count);
    }

    [Fact]
    public async Task EverythingIsServedAsJson()
    {
        await using HttpArchive served = await HttpArchive.StartAsync(FillFolder());
        Assert.Equal(
            """{"topics":[{"topic":"a.b_c"},{"topic":"orders"},{"topic":"orders-x"},{"topic":"orders0"},{"topic":"orders~g1"}]}""",
            await served.Client.GetStringAsync("api/topics")
        );
        Assert.Equal(
            """{"topic":"orders","partitions":[{"partition":0},{"partition":11},{"partition":1000000}]}""",
            await served.Client.GetStringAsync("api/topics/orders/partitions")
        );
    }

    [Fact]
    public async Task WhichTopicOfKafkasAGenerationIsIsSaid()
    {
        IObjectStore store = FillMemory();
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        var identity = new TopicIdentity(new TopicId(1, 2), "cluster");
        var generation = new TopicGeneration("orders", 1);
        await new IdentityMarkers(store, clock).NoteAsync(generation, identity, IdentityProof.Recreated, null, default);
        await using HttpArchive served = await HttpArchive.StartAsync(store);
        Assert.Equal(
            $$"""{"topic":"orders~g1","identity":{"kafkaTopic":"orders","generation":1,"topicId":"{{identity.Id}}","clusterId":"cluster","since":"{{clock.GetUtcNow():yyyy-MM-ddTHH:mm:sszzz}}"},"partitions":[{"partition":3}]}""",
            (await served.Client.GetStringAsync("api/topics/orders~g1/partitions")).Replace("\\u002B", "+", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task EmptyArchiveHasNoTopics()
    {
        await using HttpArchive served = await HttpArchive.StartAsync(new LocalObjectStore(folder.Path));
        Assert.Equal("""{"topics":[]}""", await served.Client.GetStringAsync("api/topics"));
    }

    [Fact]
    public async Task SegmentsSayWhatTheirHeadersSayPageByPage()
    {
        RangeArchive archive = await RangeArchive.MakeAsync(51, 7);
        await using HttpArchive served = await HttpArchive.StartAsync(archive.Store);
        var segments = new List<JsonNode>();
        string? next = "?limit=3";
        for (int pages = 1; next is not null; pages++)
        {
            using HttpResponseMessage response = await served.GetAsync($"{HttpArchive.Orders3}/segments{next}");
            JsonNode page = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
            segments.AddRange(page["segments"]!.AsArray()!);
            next = HttpArchive.NextOf(response);
            Assert.InRange(pages, 1, 3);
        }

        Assert.Equal(archive.Store.Names, segments.Select(segment => segment["name"]!.GetValue<string>()));
        long at = archive.Start;
        foreach (JsonNode segment in segments)
        {
            Assert.Equal(at, segment["baseOffset"]!.GetValue<long>());
            at = segment["nextOffset"]!.GetValue<long>();
            string name = segment["name"]!.GetValue<string>();
            Record[] records =
            [
                .. archive.Records.Where(record => record.Offset >= segment["baseOffset"]!.GetValue<long>() && record.Offset < at),
            ];
            await using ContainerReader reader = await SampleContainers.OpenAsync(archive.Store.BytesOf(name));
            ContainerFacts facts = ContainerFacts.Parse(reader.Header)!;
            Assert.Equal(records.Length, segment["records"]!.GetValue<long>());
            Assert.Equal(archive.Store.BytesOf(name).Length, segment["bytes"]!.GetValue<long>());
            Assert.Equal(records.Min(record => record.Timestamp), segment["smallestTimestamp"]!.GetValue<long>());
            Assert.Equal(TimeText.Format(records.Max(record => record.Timestamp)), segment["largestTime"]!.GetValue<string>());
            Assert.Equal("Count", segment["rollReason"]!.GetValue<string>());
            Assert.Equal(facts.RecordsDigest.Hex, segment["recordsSha256"]!.GetValue<string>());
        }

        Assert.Equal(archive.End, at);
        Assert.Empty(
            JsonNode.Parse(await served.Client.GetStringAsync($"{HttpArchive.Orders3}/segments?after={archive.End}"))![
                "segments"
            ]!.AsArray()
        );
    }

    private static MemoryObjectStore FillMemory()
    {
        var store = new MemoryObjectStore();
        foreach (string name in Names)
            store.Replace(name, [1]);
        return store;
    }

    private LocalObjectStore FillFolder()
    {
        foreach (string name in Names)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder.Below(name))!);
            File.WriteAllBytes(folder.Below(name), [1]);
        }

        Directory.CreateDirectory(folder.Below("empty/000000"));
        return new LocalObjectStore(folder.Path);
    }
}
