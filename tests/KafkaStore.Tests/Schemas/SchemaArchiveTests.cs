namespace KafkaStore.Tests.Schemas;

/// <summary>Every schema that framed keys and values name is in the archive, once, or noted as missing.</summary>
public sealed class SchemaArchiveTests : IDisposable
{
    private static readonly TopicPartition Orders = new("orders", 0);

    private readonly FakeRegistry registry = new();
    private readonly MemoryObjectStore archive = new();
    private readonly FakeTimeProvider clock = new(TestTime.Epoch);
    private readonly RecordingLoggers log = new();
    private SchemaArchive schemas;

    public SchemaArchiveTests() => schemas = NewProcess();

    public void Dispose()
    {
        schemas.Dispose();
        registry.Dispose();
    }

    [Fact]
    public async Task SchemasOfKeysAndValuesAreStoredOnce()
    {
        registry.Register(7, "orders-key", "\"string\"");
        registry.Register(8, "orders-value", "{\"type\":\"é\"}", "JSON");
        for (int i = 0; i < 3; i++)
        {
            See(Framed.Of(7, 1), Framed.Of(8, 2));
            await schemas.KeepAsync(default);
        }

        Assert.Equal(["~kafka-store/schemas/7", "~kafka-store/schemas/8"], archive.Names);
        Assert.Equal(2, registry.Requests.Count);
        Assert.Equal(
            """{"id":8,"schemaType":"JSON","schema":"{\"type\":\"é\"}","references":[]}""",
            Compact(archive.BytesOf("~kafka-store/schemas/8"))
        );
    }

    [Fact]
    public async Task AnotherProcessAsksForNothingThatIsStored()
    {
        registry.Register(7, "orders-key", "\"string\"");
        await SeeAndKeepAsync(7);
        schemas = NewProcess();
        await SeeAndKeepAsync(7);
        Assert.Single(registry.Requests);
    }

    [Fact]
    public async Task WhatASchemaNamesIsStoredBeforeItUnderItsOwnId()
    {
        registry.Register(1, "city", "\"string\"");
        registry.Register(2, "address", "\"string\"", null, ("City", "city", 1));
        registry.Register(3, "orders-value", "\"string\"", null, ("Address", "address", 1), ("City", "city", 1));
        var created = new List<string>();
        var watched = new FaultyStore(archive)
        {
            After = call =>
            {
                if (call.Operation == StoreOperation.Create)
                    created.Add(call.Name);
                return Task.CompletedTask;
            },
        };
        schemas = NewProcess(watched);
        await SeeAndKeepAsync(3);
        Assert.Equal([MarkerName.Schema(1), MarkerName.Schema(2), MarkerName.Schema(3)], created);
        Assert.Contains(
            "references\":[{\"name\":\"Address\",\"subject\":\"address\",\"version\":1,\"id\":2},{\"name\":\"City\",\"subject\":\"city\",\"version\":1,\"id\":1}]",
            Compact(archive.BytesOf(MarkerName.Schema(3)))
        );

        // Known from now on.
        int asked = registry.Requests.Count;
        await SeeAndKeepAsync(1);
        Assert.Equal(asked, registry.Requests.Count);
    }

    [Fact]
    public async Task AReferenceThatTheRegistryLostIsNotedAsSuch()
    {
        registry.Register(3, "orders-value", "\"string\"", null, ("Gone", "gone", 4));
        await SeeAndKeepAsync(3);
        Assert.Contains("\"id\":null", Compact(archive.BytesOf(MarkerName.Schema(3))));
        Assert.Equal(1, log.Count("version 4 of gone", LogLevel.Warning));
    }

    [Fact]
    public async Task WhileTheRegistryIsAwayIdsAreNotedAndItIsAskedOnce()
    {
        registry.Instead = (System.Net.HttpStatusCode.ServiceUnavailable, "{}");
        for (int id = 1; id <= 5; id++)
            await SeeAndKeepAsync(id);
        Assert.Equal(Enumerable.Range(1, 5).Select(MarkerName.MissingSchema), archive.Names);
        Assert.Single(registry.Requests);
        Assert.Equal(1, log.Count("can't answer now", LogLevel.Error));

        registry.Instead = null;
        for (int id = 1; id <= 5; id++)
            registry.Register(id, $"s{id}", "\"int\"");
        await schemas.CatchUpAsync(default);
        Assert.All(Enumerable.Range(1, 5), id => Assert.Contains(MarkerName.Schema(id), archive.Names));
        Assert.Equal(1, log.Count("answers again"));

        // Asked at once again, and nothing is left to catch up with.
        registry.Register(6, "s6", "\"int\"");
        await SeeAndKeepAsync(6);
        Assert.Contains(MarkerName.Schema(6), archive.Names);
        int asked = registry.Requests.Count;
        await schemas.CatchUpAsync(default);
        Assert.Equal(asked, registry.Requests.Count);
    }

    [Fact]
    public async Task WhatWasNotedIsMadeUpForAfterARestart()
    {
        registry.Stop();
        await SeeAndKeepAsync(5);
        Assert.Equal([MarkerName.MissingSchema(5)], archive.Names);
        registry.Start();
        registry.Register(5, "s", "\"int\"");
        schemas = NewProcess();
        await schemas.CatchUpAsync(default);
        Assert.Equal([MarkerName.Schema(5), MarkerName.MissingSchema(5)], archive.Names);

        schemas = NewProcess();
        int asked = registry.Requests.Count;
        await schemas.CatchUpAsync(default);
        Assert.Equal(asked, registry.Requests.Count);
    }

    [Fact]
    public async Task WhatAnotherProcessNotedLaterIsFoundWithinTheHour()
    {
        await schemas.CatchUpAsync(default);
        registry.Register(5, "s", "\"int\"");
        await archive.CreateAsync(MarkerName.MissingSchema(5), ObjectContent.FromBytes("{}"u8.ToArray()), default);
        await schemas.CatchUpAsync(default);
        Assert.Empty(registry.Requests);
        clock.Advance(TimeSpan.FromHours(1));
        await schemas.CatchUpAsync(default);
        Assert.Contains(MarkerName.Schema(5), archive.Names);
    }

    [Fact]
    public async Task AnIdThatTheRegistryDoesNotKnowIsAskedForOnceAndLeavesNothing()
    {
        for (int i = 0; i < 3; i++)
            await SeeAndKeepAsync(99);
        await schemas.CatchUpAsync(default);
        Assert.Single(registry.Requests);
        Assert.Empty(archive.Names);
    }

    [Fact]
    public async Task ValuesThatOnlyLookFramedAreLeftAloneAfterAHundredUnknownIds()
    {
        for (int id = 1; id <= 150; id++)
            await SeeAndKeepAsync(1000 + id);
        Assert.Equal(FramedSide.UnknownAtMost, registry.Requests.Count);
        Assert.Equal(1, log.Count("The values of orders-0 begin as framed ones do", LogLevel.Warning));

        // Keys, and other partitions and topics, are another matter.
        registry.Register(5, "s", "\"int\"");
        See(Framed.Of(5), []);
        await schemas.KeepAsync(default);
        Assert.Equal([MarkerName.Schema(5)], archive.Names);
        registry.Register(6, "s6", "\"int\"");
        schemas.Saw(new TopicPartition("orders", 1), Valued(Framed.Of(6)));
        await schemas.KeepAsync(default);
        Assert.Equal([MarkerName.Schema(5), MarkerName.Schema(6)], archive.Names);
    }

    // Ids are given in turn: whoever writes the next one into a partition of his own hid it from all, as long as the process lived.
    [Fact]
    public async Task AnIdThatWasUnknownWhenSomebodyWroteItDownIsAskedForInOtherPartitionsAtOnceAndInThisOneLater()
    {
        await SeeAndKeepAsync(7);
        registry.Register(7, "s", "\"int\"");
        await SeeAndKeepAsync(7);
        Assert.Empty(archive.Names);
        schemas.Saw(new TopicPartition("orders", 1), Valued(Framed.Of(7)));
        await schemas.KeepAsync(default);
        Assert.Equal([MarkerName.Schema(7)], archive.Names);

        await SeeAndKeepAsync(8);
        registry.Register(8, "s8", "\"int\"");
        clock.Advance(FramedSide.AskAgainAfter);
        await SeeAndKeepAsync(8);
        Assert.Contains(MarkerName.Schema(8), archive.Names);
    }

    [Theory]
    [InlineData(200, "TOO LARGE", "answers with more than 16 MiB")]
    [InlineData(200, "[]", "answers something that is no schema")]
    [InlineData(500, "{}", "can't answer now (HTTP 500)")]
    public async Task OneSchemaThatCannotBeHadHoldsUpNoOther(int status, string body, string reason)
    {
        registry.InsteadOf[5] = ((System.Net.HttpStatusCode)status, body == "TOO LARGE" ? FakeRegistry.SchemaOf(17) : body);
        registry.Register(6, "s6", "\"int\"");
        See([], Framed.Of(5));
        See([], Framed.Of(6));
        await schemas.KeepAsync(default);
        Assert.Equal([MarkerName.Schema(6), MarkerName.MissingSchema(5)], archive.Names);
        Assert.Equal(1, log.Count(reason, LogLevel.Warning));
        Assert.Equal(0, log.Count("", LogLevel.Error));

        // Nor one that another process noted.
        registry.Register(9, "s9", "\"int\"");
        await archive.CreateAsync(MarkerName.MissingSchema(9), ObjectContent.FromBytes("{}"u8.ToArray()), default);
        schemas = NewProcess();
        await schemas.CatchUpAsync(default);
        Assert.Contains(MarkerName.Schema(9), archive.Names);
        Assert.DoesNotContain(MarkerName.Schema(5), archive.Names);

        registry.InsteadOf.Clear();
        registry.Register(5, "s5", "\"int\"");
        clock.Advance(MissingSchema.AskAgainAfterRefusal);
        await schemas.CatchUpAsync(default);
        Assert.Contains(MarkerName.Schema(5), archive.Names);
    }

    [Fact]
    public async Task OneThatIsNeverAnsweredHasItsTurnAfterTheOthers()
    {
        registry.Stop();
        foreach (int id in (int[])[5, 6, 7])
            await SeeAndKeepAsync(id);
        registry.Start();
        registry.SilentIds.Add(5);
        registry.Register(6, "s6", "\"int\"");
        registry.Register(7, "s7", "\"int\"");
        schemas = new SchemaArchive(archive, registry.NewClient(TimeSpan.FromMilliseconds(500)), clock, log.CreateLogger<SchemaArchive>());
        for (int minute = 0; minute < 2; minute++)
        {
            await schemas.CatchUpAsync(default);
            clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Contains(MarkerName.Schema(6), archive.Names);
        Assert.Contains(MarkerName.Schema(7), archive.Names);
        registry.Register(8, "s8", "\"int\"");
        await SeeAndKeepAsync(8);
        Assert.Contains(MarkerName.Schema(8), archive.Names);
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public async Task ASchemaMayNameAHundredOthersInAChain(int others, bool isKept)
    {
        registry.Register(1, "s1", "\"int\"");
        for (int i = 2; i <= others + 1; i++)
            registry.Register(i, $"s{i}", "\"int\"", null, ("N", $"s{i - 1}", 1));
        await SeeAndKeepAsync(others + 1);
        Assert.Equal(isKept, archive.Names.Contains(MarkerName.Schema(others + 1)));
        Assert.Equal(!isKept, archive.Names.Contains(MarkerName.MissingSchema(others + 1)));
        Assert.InRange(registry.Requests.Count, 100, 103);
        Assert.InRange(archive.Names.Count, 1, 102);
    }

    [Fact]
    public async Task ASchemaThatNamesThousandsAtOnceIsAskedForAlone()
    {
        registry.Register(1, "s", "\"int\"", null, [.. Enumerable.Range(1, 3_000).Select(i => ("N", $"n{i}", i))]);
        await SeeAndKeepAsync(1);
        Assert.Single(registry.Requests);
        Assert.Equal([MarkerName.MissingSchema(1)], archive.Names);
        Assert.Equal(1, log.Count("names more than 100 others", LogLevel.Warning));
    }

    [Theory]
    [InlineData("http://u:p@registry.example:8081", 1)]
    [InlineData("https://u:p@registry.example", 0)]
    [InlineData("http://registry.example:8081", 0)]
    [InlineData("http://u:p@127.0.0.1:8081", 0)]
    [InlineData("http://u:p@localhost:8081", 0)]
    public void ThatASecretGoesInTheClearIsSaidOnce(string url, int times)
    {
        using var made = new SchemaArchive(
            archive,
            new SchemaRegistryClient(SchemaRegistryOptions.Parse(url)),
            clock,
            log.CreateLogger<SchemaArchive>()
        );
        Assert.Equal(times, log.Count("unencrypted", LogLevel.Warning));
    }

    [Fact]
    public async Task IdsWithoutEndFillNeitherMemoryNorArchiveWhileTheRegistryIsAway()
    {
        registry.Instead = (System.Net.HttpStatusCode.ServiceUnavailable, "{}");
        for (int id = 1; id <= 2 * FramedSide.UndecidedAtMost; id++)
            See([], Framed.Of(id));
        await schemas.KeepAsync(default);
        Assert.Equal(FramedSide.UndecidedAtMost, archive.Names.Count);
        Assert.Single(registry.Requests);
    }

    [Fact]
    public async Task NobodyReturnsBeforeTheSchemaThatAnotherPartitionIsStoringIsThere()
    {
        registry.Register(7, "s", "\"int\"");
        var holding = new TaskCompletionSource();
        var reached = new TaskCompletionSource();
        var slow = new FaultyStore(archive)
        {
            Before = async call =>
            {
                if (call.Operation == StoreOperation.Create)
                {
                    reached.SetResult();
                    await holding.Task;
                }
            },
        };
        schemas = NewProcess(slow);
        See([], Framed.Of(7));
        Task first = schemas.KeepAsync(default);
        await reached.Task;
        Task second = schemas.KeepAsync(default);
        Assert.False(second.IsCompleted);
        holding.SetResult();
        await Task.WhenAll(first, second);
        Assert.Equal([MarkerName.Schema(7)], archive.Names);
    }

    [Fact]
    public async Task ASilentRegistryHoldsUpOneSealAndNoMore()
    {
        registry.IsSilent = true;
        schemas = new SchemaArchive(archive, registry.NewClient(TimeSpan.FromMilliseconds(200)), clock, log.CreateLogger<SchemaArchive>());
        for (int id = 1; id <= 20; id++)
            See([], Framed.Of(id));
        await schemas.KeepAsync(default);
        Assert.Equal(20, archive.Names.Count);
        Assert.Single(registry.Requests);
    }

    private SchemaArchive NewProcess(IObjectStore? archive = null) =>
        new(archive ?? this.archive, registry.NewClient(), clock, log.CreateLogger<SchemaArchive>());

    private async Task SeeAndKeepAsync(int id)
    {
        See([], Framed.Of(id, 1, 2, 3));
        await schemas.KeepAsync(default);
    }

    private void See(byte[] key, byte[] value) =>
        schemas.Saw(Orders, RecordEncoding.Encode(new Record(5, 1, key, value, [new RecordHeader("h", Framed.Of(500))])));

    private static EncodedRecord Valued(byte[] value) => RecordEncoding.Encode(new Record(5, 1, null, value, []));

    private static string Compact(byte[] json) => Encoding.UTF8.GetString(json).Replace("\n", "").Replace("\": ", "\":").Replace("  ", "");
}
