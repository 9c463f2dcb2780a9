using KafkaStore.Scripted.Log;

namespace KafkaStore.EndToEnd.Tests.Configuration;

/// <summary>What the keys of <c>kafka</c> and the list of topics do at the brokers.</summary>
public sealed class BrokerKeyTests : IAsyncLifetime
{
    private readonly ConfiguredFolder folder = new();
    private readonly ScriptedBroker broker = ScriptedBroker.Start();

    public Task InitializeAsync()
    {
        foreach (string topic in (string[])["orders", "orders.test", "other"])
            broker.CreateTopic(topic)[0].Append(LogRecord.Numbered(5));
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await broker.DisposeAsync();
        Assert.Empty(broker.Problems);
        folder.Delete();
    }

    [Fact]
    [Observes("kafka.brokers", "kafka.group", "topics")]
    public async Task TheBrokersAreAskedForTheTopicsAndTheGroupHasTheirOffsets()
    {
        Configure("");
        await folder.SucceedAsync();
        Assert.Equal(["orders/000000/00000000000000000000"], folder.Objects());
        Assert.Equal(5, broker.Committed("nightly", "orders", 0));
        Assert.Equal(5, broker.Committed("nightly-archived", "orders", 0));
        Assert.Null(broker.Committed("nightly", "orders.test", 0));
    }

    [Fact]
    [Observes("kafka.config", "kafka.properties")]
    public async Task EveryClientHasThePropertiesOfTheFileAndThoseOfTheMapWin()
    {
        folder.Write("client.properties", "client.id=of-the-file\n");
        Configure(", config: client.properties");
        await folder.SucceedAsync();
        Assert.Equal(["of-the-file"], ClientIds());

        Configure(", config: client.properties, properties: {client.id: of-the-map}");
        await folder.SucceedAsync();
        Assert.Equal(["of-the-file", "of-the-map"], ClientIds());
    }

    private IEnumerable<string?> ClientIds() =>
        broker.Requests.Select(request => request.ClientId).Distinct().Order(StringComparer.Ordinal);

    private void Configure(string kafka) =>
        folder.Configure(
            $$"""
            kafka: {brokers: {{broker.Bootstrap}}, group: nightly{{kafka}}}
            stores: [archive]
            topics: ["orders*", "!*.test"]
            defaults: {offset-reset: earliest}
            run: {exit-at-end: true, close-at-end: true, settling: 1s}
            """
        );
}
