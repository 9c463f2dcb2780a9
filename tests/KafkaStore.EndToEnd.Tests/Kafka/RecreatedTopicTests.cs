using KafkaStore.Scripted.Topics;

namespace KafkaStore.EndToEnd.Tests.Kafka;

/// <summary>The built program, and a topic that is deleted and created again: it goes on as another generation.</summary>
public sealed class RecreatedTopicTests : RecreatedOrders
{
    [Theory]
    [InlineData(2_000, true)] // longer than the former one
    [InlineData(100, true)]
    [InlineData(500, false)] // as long; the former one's end is staged only
    [InlineData(0, false)]
    public async Task WhileNothingRuns(int records, bool close)
    {
        Fill(Broker.CreateTopic("orders"), "old", 500);
        await EndsWellAsync(close ? ["--close-at-end"] : []);
        Fill(Broker.Recreate("orders"), "new", records);
        await EndsWellAsync("--close-at-end");
        await EndsWellAsync("--close-at-end");
        Assert.Equal(Values("old", 500), await ArchivedAsync("orders"));
        Assert.Equal(Values("new", records), await ArchivedAsync("orders~g1"));
        Assert.Empty(new ArchiveFolder(Archive).Chunks());
        await VerifiesAsync();
    }

    [Theory]
    [InlineData(3_000)]
    [InlineData(50)]
    public async Task WhileItRuns(int records)
    {
        Fill(Broker.CreateTopic("orders"), "old", 500);
        await using (KafkaStoreProcess run = Run())
        {
            await run.UntilAsync(_ => StagedAt("orders", 500) is { } staged && SeenAt() >= staged + 1_000);
            Fill(Broker.Recreate("orders"), "new", records);
            await run.UntilAsync(run => run.Errors.Contains("It goes on as orders~g1"));
            await run.UntilAsync(_ => StagedOrArchived("orders~g1"));
            await run.SignalAsync("TERM");
            (int exitCode, _, string errors) = await run.WaitAsync(TimeSpan.FromSeconds(20));
            Assert.True(exitCode == 0, errors);
        }

        await EndsWellAsync("--close-at-end");
        Assert.Equal(Values("old", 500), await ArchivedAsync("orders"));
        Assert.Equal(Values("new", records), await ArchivedAsync("orders~g1"));
        await VerifiesAsync();
    }

    [Fact]
    public async Task TwiceInARowAndByABrokerThatLagsBehind()
    {
        Fill(Broker.CreateTopic("orders"), "old", 500);
        await EndsWellAsync();
        Broker.Nodes[1].Lag = TimeSpan.FromMilliseconds(500);
        Fill(Broker.Recreate("orders"), "new", 600);
        await EndsWellAsync();
        Fill(Broker.Recreate("orders"), "newest", 700);
        await EndsWellAsync("--close-at-end");
        Assert.Equal(Values("old", 500), await ArchivedAsync("orders"));
        Assert.Equal(Values("new", 600), await ArchivedAsync("orders~g1"));
        Assert.Equal(Values("newest", 700), await ArchivedAsync("orders~g2"));
        await VerifiesAsync();
    }

    [Fact]
    public async Task InAGroup()
    {
        string[] shared = ["--share", "--staging-url", Path.Combine(Folder.FullName, "staged")];
        Fill(Broker.CreateTopic("orders"), "old", 500);
        await EndsWellAsync([.. shared, "--close-at-end"]);
        Fill(Broker.Recreate("orders"), "new", 2_000);
        await EndsWellAsync([.. shared, "--close-at-end"]);
        Assert.Equal(Values("old", 500), await ArchivedAsync("orders"));
        Assert.Equal(Values("new", 2_000), await ArchivedAsync("orders~g1"));
        await VerifiesAsync();
    }

    [Fact]
    public async Task WhereThatIsWantedItStopsAndNothingIsPutBehindTheFormerOne()
    {
        Fill(Broker.CreateTopic("orders"), "old", 500);
        await EndsWellAsync("--close-at-end");
        IReadOnlyList<string> before = await ArchivedAsync("orders");
        Fill(Broker.Recreate("orders"), "new", 2_000);
        (int exitCode, _, string errors) = await ArchiveAsync("--close-at-end", "--on-recreated", "fault");
        Assert.True(exitCode is 1 or 3, errors);
        Assert.Contains("was deleted and created again", errors, StringComparison.Ordinal);
        Assert.Equal(before, await ArchivedAsync("orders"));
        Assert.Empty(await ArchivedAsync("orders~g1"));
    }

    [Fact]
    public async Task AnotherClusterIsNoNewGeneration()
    {
        Fill(Broker.CreateTopic("orders"), "old", 500);
        await EndsWellAsync("--close-at-end");
        Broker.ClusterId = "anotherClusterIsThis00";
        Fill(Broker.Recreate("orders"), "new", 2_000);
        (int exitCode, _, string errors) = await ArchiveAsync("--close-at-end");
        Assert.True(exitCode is 1 or 3, errors);
        Assert.Contains("anotherClusterIsThis00", errors, StringComparison.Ordinal);
        Assert.Empty(await ArchivedAsync("orders~g1"));
    }

    [Fact]
    public async Task TheSameTopicGoesOn()
    {
        Topic orders = Broker.CreateTopic("orders");
        Fill(orders, "old", 500);
        await EndsWellAsync("--close-at-end");
        Fill(orders, "more", 500);
        await EndsWellAsync("--close-at-end");
        Assert.Equal([.. Values("old", 500), .. Values("more", 500)], await ArchivedAsync("orders"));
    }

    [Fact]
    public async Task OfSeveralGenerationsTheNewestIsCompared()
    {
        Fill(Broker.CreateTopic("orders"), "old", 500);
        await EndsWellAsync();
        Fill(Broker.Recreate("orders"), "new", 600);
        await EndsWellAsync("--close-at-end");
        string[] verify = ["verify", "--local-store", Archive, "--against-broker", Broker.Bootstrap];
        (int exitCode, string output, string errors) = await KafkaStoreProcess.RunAsync(verify);
        Assert.True(exitCode == 0, output + errors);
        Assert.Contains($"orders: the topic was created again, and {Broker.Bootstrap} has orders~g1, so it was not compared.", output);
        Assert.Contains("600 records of 1 partition equal", output);

        Fill(Broker.Recreate("orders"), "newest", 600);
        (exitCode, output, errors) = await KafkaStoreProcess.RunAsync(verify);
        Assert.True(exitCode == 1, output + errors);
        Assert.Matches("identity/0001.json: OtherTopic: the brokers have another topic orders, with the id .{22} and not .{22}", output);
        Assert.Contains("DiffersFromBroker: the broker has other ", output);
    }
}
