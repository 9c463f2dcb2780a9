namespace KafkaStore.Tests.App;

/// <summary>A topic that has an id is never taken for another one of its name, however long that has grown.</summary>
public sealed class TopicIdentityTests
{
    private const string Marker = "~kafka-store/orders/identity/0000.json";

    private static readonly IdentityAnswer.Known First = new(new TopicId(1, 2), "cluster");
    private static readonly IdentityAnswer.Known Second = new(new TopicId(3, 4), "cluster");

    [Fact]
    public async Task TheIdIsNotedBeforeTheFirstChunkAndTheArchiveStaysWhole()
    {
        using TestApp app = Begin();
        await app.DeliverAllAsync(Orders0);
        Assert.Equal(2, app.ObjectNames.Count);
        string marker = MarkerOf(app);
        Assert.Contains($"\"topicId\": \"{First.Id}\"", marker);
        Assert.Contains("\"proof\": \"Beginning\"", marker);
        VerificationReport report = await VerifyAsync(app);
        Assert.Empty(report.Problems);

        app.Archive.Replace(Marker, "{\"topic\":\"orders\",\"generation\":1}"u8.ToArray());
        Assert.Equal(ProblemKind.MarkerDamaged, Assert.Single((await VerifyAsync(app)).Problems).Kind);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WhereThatIsWantedATopicCreatedAgainIsAFaultThatNoRestartAndNobodyForgets(bool restarts)
    {
        using TestApp app = Begin(Counting(10) with { OnRecreated = OnRecreated.Fault });
        await app.DeliverAllAsync(Orders0);
        IReadOnlyList<string> before = app.ObjectNames;
        Recreate(app, 60);
        for (int i = 0; i < 3; i++)
        {
            if (restarts)
                app.Restart();
            await app.DeliverAllAsync(Orders0, from: 25 + i);
            await app.TickMinutesAsync(3);
            PartitionFault fault = app.StateOf(Orders0)!.Fault!;
            Assert.Equal(FaultKind.TopicRecreated, fault.Kind);
            Assert.Contains(First.Id.ToString(), fault.Message, StringComparison.Ordinal);
            Assert.Contains(Second.Id.ToString(), fault.Message, StringComparison.Ordinal);
            await app.ResumeAsync(Orders0);
            await app.TickMinutesAsync(3);
            Assert.NotNull(app.StateOf(Orders0)!.Fault);
        }

        Assert.Equal(before, app.ObjectNames);
    }

    [Fact]
    public async Task OneFormerAnswerOfABrokerThatLagsBehindIsNoFaultAndHoldsSealingUpForFiveMinutes()
    {
        using TestApp app = Begin();
        await app.DeliverAllAsync(Orders0);
        app.Log.Identity = Second;
        app.Append(10);
        await app.DeliverAllAsync(Orders0, from: 25);
        app.Log.Identity = First;
        await app.TickMinutesAsync(3);
        Assert.Null(app.StateOf(Orders0)!.Fault);
        Assert.Equal(2, app.ObjectNames.Count);
        await app.TickMinutesAsync(5);
        Assert.Null(app.StateOf(Orders0)!.LastFailure);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 30);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task WithoutAnAnswerWhatIsStagedWaitsAndIsSealedWithIt(int kind)
    {
        using TestApp app = Begin();
        await app.DeliverAllAsync(Orders0);
        app.Log.Identity = new IdentityAnswer[]
        {
            new IdentityAnswer.NoAnswer("away"),
            new IdentityAnswer.WithoutIds(),
            new IdentityAnswer.UnknownTopic(),
        }[kind];
        app.Append(10);
        await app.DeliverAllAsync(Orders0, from: 25);
        await app.TickMinutesAsync(5);
        Assert.Equal(2, app.ObjectNames.Count);
        Assert.Null(app.StateOf(Orders0)!.Fault);
        Assert.NotNull(app.StateOf(Orders0)!.LastFailure);
        app.Log.Identity = First;
        await app.TickMinutesAsync(2);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 30);
    }

    [Fact]
    public async Task BrokersThatGiveNoIdsHoldNothingUpAndGetAMarkerOnceTheyDo()
    {
        using TestApp app = await WithDeliveredAsync(25);
        Assert.Equal(2, app.ObjectNames.Count);
        Assert.DoesNotContain(Marker, app.Archive.Names);
        app.Log.Identity = First;
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        app.Append(10);
        await app.DeliverAllAsync(Orders0, from: 25);
        await app.TickMinutesAsync(1);
        Assert.Contains("\"proof\": \"Compared\"", MarkerOf(app));
        await app.AssertArchivedExactlyAsync(Orders0, 0, 30);
    }

    [Fact]
    public async Task AnArchiveFromBeforeWhoseTopicHasOtherRecordsIsFaultedAndGetsNoMarker()
    {
        using TestApp app = await WithDeliveredAsync(25);
        IReadOnlyList<string> before = app.ObjectNames;
        Recreate(app, 60);
        app.Restart();
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await app.DeliverAllAsync(Orders0, from: 25);
        await app.TickMinutesAsync(2);
        Assert.Equal(FaultKind.TopicRecreated, app.StateOf(Orders0)!.Fault?.Kind);
        Assert.Equal(before, app.ObjectNames);
        Assert.DoesNotContain(Marker, app.Archive.Names);

        await app.ResumeAsync(Orders0); // at once, and it is found again
        await app.TickMinutesAsync(2);
        Assert.NotNull(app.StateOf(Orders0)!.Fault);
        Assert.Equal(before, app.ObjectNames);
    }

    [Fact]
    public async Task EveryPartitionOfAnArchiveFromBeforeIsCompared()
    {
        var orders1 = new TopicPartition("orders", 1);
        using TestApp app = WithRecords(25);
        app.Log.AddPartition(orders1);
        app.Append(25, orders1);
        await app.DeliverAllAsync(Orders0);
        await app.DeliverAllAsync(orders1);
        IReadOnlyList<string> before = app.ObjectNames;
        app.Restart();
        foreach (TopicPartition partition in new[] { Orders0, orders1 })
        {
            app.Log.AddPartition(partition);
            for (int i = 0; i < 60; i++)
                app.Log.Append(partition, Millisecond(500_000 + i), $"of the new topic {i}");
        }

        app.Log.Identity = Second;
        await app.DeliverAllAsync(Orders0, from: 25, clockFollows: false);
        await app.DeliverAllAsync(orders1, from: 25, clockFollows: false);
        await app.TickMinutesAsync(2);
        Assert.Equal(FaultKind.TopicRecreated, app.StateOf(Orders0)!.Fault?.Kind);
        Assert.Equal(FaultKind.TopicRecreated, app.StateOf(orders1)!.Fault?.Kind);
        Assert.Equal(before, app.ObjectNames);
    }

    [Fact]
    public async Task AnArchiveFromBeforeOfWhichTheBrokerHasNothingLeftGetsItsMarkerWithTheNextObject()
    {
        using TestApp app = await WithDeliveredAsync(20);
        app.Log.MoveStart(Orders0, 20);
        app.Log.Identity = First;
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        app.Append(5);
        await app.DeliverAllAsync(Orders0, from: 20);
        await app.TickMinutesAsync(2);
        Assert.DoesNotContain(Marker, app.Archive.Names);
        app.Append(10);
        await app.DeliverAllAsync(Orders0, from: 25);
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        app.Append(10);
        await app.DeliverAllAsync(Orders0, from: 35);
        Assert.Contains(Marker, app.Archive.Names);
        Assert.Null(app.StateOf(Orders0)!.Fault);
    }

    [Fact]
    public async Task AnotherClusterIsNamedAndACopyOfItsRecordsGoesOnOnceTheMarkerIsRemoved()
    {
        using TestApp app = Begin();
        await app.DeliverAllAsync(Orders0);
        app.Log.Identity = new IdentityAnswer.Known(Second.Id, "another");
        app.Append(10);
        await app.DeliverAllAsync(Orders0, from: 25);
        await app.TickMinutesAsync(3);
        PartitionFault fault = app.StateOf(Orders0)!.Fault!;
        Assert.Equal(FaultKind.OtherCluster, fault.Kind);
        Assert.Contains("kafka-store resume", fault.Message);

        await app.Archive.DeleteAsync(Marker, default);
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await app.ResumeAsync(Orders0);
        await app.TickMinutesAsync(2);
        Assert.Contains(Marker, app.Archive.Names);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 30);
    }

    [Fact]
    public async Task AnIdThatChangesWhileTheStartIsAskedIsNotNoted()
    {
        using TestApp app = WithRecords(25);
        IdentityAnswer[] answers = [First, Second];
        int asked = 0;
        app.Log.IdentityOf = () => answers[Math.Min(asked++, 1)];
        await Assert.ThrowsAsync<BrokerUnavailableException>(() => app.DeliverAsync(Orders0, Offsets(0, 5)));
        Assert.Empty(app.Chunks);
        Assert.DoesNotContain(Marker, app.Archive.Names);
        await app.DeliverAsync(Orders0, Offsets(0, 5));
        Assert.Contains(Second.Id.ToString(), MarkerOf(app));
    }

    private static TestApp Begin(ArchiverOptions? options = null)
    {
        TestApp app = WithRecords(25, options);
        app.Log.Identity = First;
        return app;
    }

    private static void Recreate(TestApp app, int records)
    {
        app.Log.AddPartition(Orders0);
        app.Log.Identity = Second;
        for (int i = 0; i < records; i++)
            app.Log.Append(Orders0, Millisecond(500_000 + i), $"of the new topic {i}");
    }

    private static string MarkerOf(TestApp app) => Encoding.UTF8.GetString(app.Archive.BytesOf(Marker));

    private static Task<VerificationReport> VerifyAsync(TestApp app) =>
        new ArchiveVerifier(app.Archive, new ProblemLog()).VerifyAsync([], new VerificationProgress(), default);
}
