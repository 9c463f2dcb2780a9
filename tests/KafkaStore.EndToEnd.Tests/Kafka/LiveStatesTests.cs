namespace KafkaStore.EndToEnd.Tests.Kafka;

/// <summary>What an archiver shows on a terminal when things are not well.</summary>
public sealed class LiveStatesTests : RecreatedOrders
{
    [Fact]
    public async Task ATopicThatIsCreatedAgainIsShownAsItsNextGeneration()
    {
        Fill(Broker.CreateTopic("orders"), "old", 500);
        await using var terminal = Terminal.Start(100, 30, Arguments());
        await terminal.UntilAsync(_ => StagedAt("orders", 500) is { } staged && SeenAt() >= staged + 1_000);
        Fill(Broker.Recreate("orders"), "new", 300); // none at the old position, where a fetch on its way would find them: nothing is kept aside
        await terminal.UntilAsync(shown => shown.Contains("\norders~g1-0 ", StringComparison.Ordinal));
        await terminal.TypeAsync("\x03");
        Assert.True(await terminal.WaitAsync() == 0, terminal.Shown);
    }

    [Fact]
    public async Task AFaultIsShownWithWhatToDo()
    {
        Fill(Broker.CreateTopic("orders"), "old", 500);
        await using var terminal = Terminal.Start(100, 30, [.. Arguments(), "--on-recreated", "fault"]);
        await terminal.UntilAsync(_ => StagedAt("orders", 500) is { } staged && SeenAt() >= staged + 1_000);
        Fill(Broker.Recreate("orders"), "new", 600);
        await terminal.UntilAsync(shown =>
            shown.Contains("not read", StringComparison.Ordinal) || shown.Contains("faulted: TopicRecreated", StringComparison.Ordinal)
        );
        await terminal.TypeAsync("\x03");
        await terminal.WaitAsync();
    }

    [Fact]
    public async Task BrokersThatAreAwayAreShown()
    {
        var broker = ScriptedBroker.Start();
        Fill(broker.CreateTopic("orders"), "old", 500);
        await using var terminal = Terminal.Start(100, 30, Following(broker.Bootstrap, "orders", Archive));
        await terminal.UntilAsync(shown => shown.Contains("up to date", StringComparison.Ordinal));
        await broker.DisposeAsync();
        await terminal.UntilAsync(shown =>
            shown.Contains("no broker", StringComparison.Ordinal) && shown.Contains("away for ", StringComparison.Ordinal)
        );
        await terminal.TypeAsync("\x03");
        await terminal.WaitAsync(); // a client of brokers that are gone may take until the patience with it is over
    }
}
