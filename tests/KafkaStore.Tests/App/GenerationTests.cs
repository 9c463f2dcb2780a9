namespace KafkaStore.Tests.App;

/// <summary>The function app, and a topic that is deleted and created again: it goes on as another generation.</summary>
public sealed class GenerationTests
{
    private static readonly TopicPartition New0 = new("orders~g1", 0);
    private static readonly IdentityAnswer.Known[] Ids =
    [
        .. Enumerable.Range(1, 4).Select(i => new IdentityAnswer.Known(new TopicId(i, i), "cluster")),
    ];

    [Theory]
    [InlineData(60)] // longer than the former one was
    [InlineData(7)] // shorter
    [InlineData(25)] // as long
    public async Task TheFormerOnesRecordsAreSealedAndTheNewOnesAreArchivedFromTheirBeginning(int records)
    {
        using TestApp app = Begin();
        await app.DeliverAllAsync(Orders0);
        IReadOnlyList<string> former = Records(app.Log, 0);
        await app.TickMinutesAsync(2); // the topic is seen after its last record was accepted
        Recreate(app, 1, records);
        await app.DeliverAllAsync(Orders0, clockFollows: false);
        await app.TickMinutesAsync(70);
        await app.SignalAsync(New0, Functions.Operations.Close);
        await app.TickMinutesAsync(2);
        Assert.Equal(former, await ArchivedAsync(app, Orders0));
        Assert.Equal(Records(app.Log, 0), await ArchivedAsync(app, New0));
        Assert.DoesNotContain(app.Chunks, chunk => chunk.Partition == Orders0);
        Assert.Equal("orders~g1", Assert.Single(app.Report.Generations).ToString());
        Assert.Empty((await VerifyAsync(app)).Problems);
    }

    [Fact]
    public async Task WhatWasAcceptedAfterTheFormerOneWasLastSeenIsKeptAsideAndSaid()
    {
        using TestApp app = Begin();
        await app.DeliverAllAsync(Orders0);
        await app.TickMinutesAsync(2);
        app.Append(5);
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await app.DeliverAsync(Orders0, Offsets(25, 30));
        Recreate(app, 1, 40);
        await app.TickMinutesAsync(70);
        Assert.Equal(25, (await ArchivedAsync(app, Orders0)).Count);
        ChunkName aside = Assert.Single(app.Report.UnattributedChunks);
        Assert.Equal(new OffsetRange(25, 30), aside.Range);
        Assert.Contains("~unattributed/" + aside, app.Staging.Names);
        Assert.Equal(40, (await ArchivedAsync(app, New0)).Count);
    }

    [Fact]
    public async Task LateBatchesOfTheFormerOneAreBelievedByNobody()
    {
        using TestApp app = Begin();
        await app.DeliverAllAsync(Orders0);
        Record[] late = [.. app.Log.Read(Orders0, 3, 25)];
        await app.TickMinutesAsync(2);
        Recreate(app, 1, 60);
        for (int i = 0; i < 5; i++)
        {
            await app.DeliverAsync(Orders0, late);
            await app.TickMinutesAsync(15);
        }

        await app.SignalAsync(New0, Functions.Operations.Close);
        await app.TickMinutesAsync(2);
        Assert.Equal(25, (await ArchivedAsync(app, Orders0)).Count);
        Assert.Equal(Records(app.Log, 0), await ArchivedAsync(app, New0));
        Assert.Empty((await VerifyAsync(app)).Problems);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)] // as another topic
    public async Task WhatIsStagedOfATopicThatIsUnknownForADayIsArchivedAndItMayComeBack(bool another)
    {
        using TestApp app = Begin();
        await app.DeliverAllAsync(Orders0);
        IReadOnlyList<string> former = Records(app.Log, 0);
        await app.TickMinutesAsync(2);
        app.Log.Identity = new IdentityAnswer.UnknownTopic();
        await app.TickMinutesAsync(10);
        Assert.NotEmpty(app.Chunks); // it may have been deleted a moment ago, to be created again
        app.Clock.Advance(TimeSpan.FromDays(1));
        await app.TickMinutesAsync(3);
        Assert.Equal(former, await ArchivedAsync(app, Orders0));
        Assert.Empty(app.Chunks);
        Assert.Empty(app.Report.Lost);

        app.Log.Identity = Ids[0];
        if (another)
            Recreate(app, 1, 40);
        else
            app.Append(15);
        await app.TickMinutesAsync(20);
        await app.SignalAsync(another ? New0 : Orders0, Functions.Operations.Close);
        await app.TickMinutesAsync(2);
        Assert.Equal(another ? former : Records(app.Log, 0), await ArchivedAsync(app, Orders0));
        if (another)
            Assert.Equal(Records(app.Log, 0), await ArchivedAsync(app, New0));
        Assert.Empty((await VerifyAsync(app)).Problems);
    }

    [Fact]
    public async Task TwiceInARowThereAreThreeGenerations()
    {
        using TestApp app = Begin();
        await app.DeliverAllAsync(Orders0);
        await app.TickMinutesAsync(2);
        Recreate(app, 1, 12);
        await app.TickMinutesAsync(10);
        IReadOnlyList<string> second = Records(app.Log, 0);
        Recreate(app, 2, 33);
        await app.TickMinutesAsync(70);
        await app.SignalAsync(new TopicPartition("orders~g2", 0), Functions.Operations.Close);
        await app.TickMinutesAsync(2);
        Assert.Equal(25, (await ArchivedAsync(app, Orders0)).Count);
        Assert.Equal(second, await ArchivedAsync(app, New0));
        Assert.Equal(Records(app.Log, 0), await ArchivedAsync(app, new TopicPartition("orders~g2", 0)));
        Assert.Equal(2, app.Report.Generations.Count);
    }

    [Fact]
    public async Task OneThatNobodySawIsNotGuessedAt()
    {
        using TestApp app = Begin();
        await app.DeliverAllAsync(Orders0);
        await app.TickMinutesAsync(2);
        Recreate(app, 1, 10);
        Recreate(app, 2, 20);
        await app.TickMinutesAsync(10);
        Assert.Equal(Ids[2].Id.ToString(), JsonText(app, "~kafka-store/orders/identity/0001.json", "topicId"));
        Assert.DoesNotContain("~kafka-store/orders/identity/0002.json", app.Archive.Names);
    }

    [Fact]
    public async Task ATopicThatIsNeverMadeAgainWaits()
    {
        using TestApp app = Begin();
        await app.DeliverAllAsync(Orders0);
        IReadOnlyList<string> before = app.ObjectNames;
        app.Log.Identity = new IdentityAnswer.UnknownTopic();
        app.Log.RemovePartition(Orders0);
        await app.TickMinutesAsync(30);
        Assert.Equal(before, app.ObjectNames);
        Assert.Null(app.StateOf(Orders0)!.Fault);
        Assert.NotEmpty(app.Chunks);
    }

    [Fact]
    public async Task AfterADayTheTriggerIsBelievedAgain()
    {
        using TestApp app = Begin();
        await app.DeliverAllAsync(Orders0);
        await app.TickMinutesAsync(2);
        Recreate(app, 1, 10);
        await app.TickMinutesAsync(5);
        app.Clock.Advance(TimeSpan.FromDays(1));
        await app.TickMinutesAsync(6);
        for (int i = 0; i < 7; i++)
            app.Log.Append(Orders0, Millisecond(900_000 + i), $"later {i}");
        await app.DeliverAsync(Orders0, Offsets(10, 17));
        await app.DrainAsync();
        Assert.Equal(17, app.StateOf(New0)!.AcceptedEnd);
        Assert.DoesNotContain(app.Staging.Names, name => name.StartsWith("~unattributed/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhatIsKeptAsideAndTurnsOutToBeArchivedGoes()
    {
        using TestApp app = Begin();
        await app.DeliverAllAsync(Orders0);
        await app.TickMinutesAsync(2);
        Recreate(app, 1, 60);
        await app.TickMinutesAsync(3);
        await app.DeliverAsync(Orders0, Offsets(0, 30)); // by the trigger, which is not believed yet
        Assert.Contains(app.Staging.Names, name => name.StartsWith("~unattributed/", StringComparison.Ordinal));
        app.Append(11);
        await app.TickMinutesAsync(5);
        Assert.DoesNotContain(app.Staging.Names, name => name.StartsWith("~unattributed/", StringComparison.Ordinal));
    }

    private static TestApp Begin()
    {
        TestApp app = WithRecords(25);
        app.Log.Identity = Ids[0];
        return app;
    }

    private static void Recreate(TestApp app, int id, int records)
    {
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        app.Log.AddPartition(Orders0);
        app.Log.Identity = Ids[id];
        for (int i = 0; i < records; i++)
            app.Log.Append(Orders0, Millisecond(500_000 + i), $"of topic {id}: {i}");
    }

    private static IReadOnlyList<string> Records(ScriptedLog log, long from) =>
        [.. log.Read(Orders0, from).Select(record => Text(RecordEncoding.Encode(record)))];

    private static async Task<IReadOnlyList<string>> ArchivedAsync(TestApp app, TopicPartition partition)
    {
        var records = new List<string>();
        var objects = new ArchiveObjects(app.Archive);
        if (await new ArchiveLocator(app.Archive).FindFirstAsync(partition, default) is not { } first)
            return records;
        await foreach (ArchiveObject archived in objects.FollowAsync(first.Name, default))
        {
            await foreach (EncodedRecord record in new ArchiveCursor(objects).ReadObjectAsync(archived, 0, default))
                records.Add(Text(record));
        }

        return records;
    }

    private static string Text(EncodedRecord record) => $"{record.Offset} {Convert.ToHexString(record.Bytes.Span)}";

    private static string? JsonText(TestApp app, string name, string property)
    {
        using var document = System.Text.Json.JsonDocument.Parse(Encoding.UTF8.GetString(app.Archive.BytesOf(name)));
        return document.RootElement.GetProperty(property).GetString();
    }

    private static Task<VerificationReport> VerifyAsync(TestApp app) =>
        new ArchiveVerifier(app.Archive, new ProblemLog()).VerifyAsync([], new VerificationProgress(), CancellationToken.None);
}
