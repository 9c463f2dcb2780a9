using KafkaStore.Scripted.Scripting;

namespace KafkaStore.EndToEnd.Tests.Kafka;

/// <summary>Likewise at brokers that give topics no ids: its partition stops, and nothing of the new topic is put behind the former one's.</summary>
public sealed class RecreatedWithoutIdsTests() : RecreatedOrders(BrokerRelease.WithoutTopicIds)
{
    [Theory]
    [InlineData(2_000, true)] // longer than the former one
    [InlineData(100, true)]
    [InlineData(500, true)] // as long
    [InlineData(2_000, false)] // the former one's end is staged only
    public async Task WhileNothingRuns(int records, bool close)
    {
        Fill(Broker.CreateTopic("orders"), "old", 500);
        await EndsWellAsync(close ? ["--close-at-end"] : []);
        IReadOnlyList<string> before = await ArchivedAsync("orders");
        Fill(Broker.Recreate("orders"), "new", records);
        (int exitCode, _, string errors) = await ArchiveAsync("--close-at-end");
        Assert.True(exitCode == 3 && errors.Contains("created again", StringComparison.Ordinal), errors);
        Assert.Equal(before, await ArchivedAsync("orders"));
        await VerifiesAsync();
    }

    [Fact]
    public async Task WhileItRuns()
    {
        Fill(Broker.CreateTopic("orders"), "old", 500);
        await using (KafkaStoreProcess run = Run())
        {
            await run.UntilAsync(_ => StagedAt("orders", 500) is not null);
            Fill(Broker.Recreate("orders"), "new", 3_000);
            await run.UntilAsync(run => run.Errors.Contains("deleted and created again"));
            await run.SignalAsync("TERM");
            Assert.Equal(3, (await run.WaitAsync(TimeSpan.FromSeconds(20))).ExitCode);
        }

        IReadOnlyList<string> archived = await ArchivedAsync("orders");
        Assert.Equal(Values("old", archived.Count), archived);
        await VerifiesAsync();
    }
}
