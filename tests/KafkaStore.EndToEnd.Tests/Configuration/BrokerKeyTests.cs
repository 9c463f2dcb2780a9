using KafkaStore.Scripted.Log;

namespace KafkaStore.EndToEnd.Tests.Configuration;

/// <summary>What the keys of <c>kafka</c> and the list of topics do at the brokers.</summary>
public sealed class BrokerKeyTests : ConfiguredRun
{
    public override Task InitializeAsync()
    {
        foreach (string topic in (string[])["orders", "orders.test", "other"])
            Broker.CreateTopic(topic)[0].Append(LogRecord.Numbered(5));
        return Task.CompletedTask;
    }

    [Fact]
    [Observes("kafka.brokers", "kafka.group", "topics")]
    public async Task TheBrokersAreAskedForTheTopicsAndTheGroupHasTheirOffsets()
    {
        Configure("");
        await Folder.SucceedAsync();
        Assert.Equal(["orders/000000/00000000000000000000"], Folder.Objects());
        Assert.Equal(5, Broker.Committed("nightly", "orders", 0));
        Assert.Equal(5, Broker.Committed("nightly-archived", "orders", 0));
        Assert.Null(Broker.Committed("nightly", "orders.test", 0));
    }

    [Fact]
    [Observes("kafka.config", "kafka.properties")]
    public async Task EveryClientHasThePropertiesOfTheFileAndThoseOfTheMapWin()
    {
        Folder.Write("client.properties", "client.id=of-the-file\n");
        Configure(", config: client.properties");
        await Folder.SucceedAsync();
        Assert.Equal(["of-the-file"], ClientIds());

        Configure(", config: client.properties, properties: {client.id: of-the-map}");
        await Folder.SucceedAsync();
        Assert.Equal(["of-the-file", "of-the-map"], ClientIds());
    }

    private IEnumerable<string?> ClientIds() =>
        Broker.Requests.Select(request => request.ClientId).Distinct().Order(StringComparer.Ordinal);

    private void Configure(string kafka) =>
        Folder.Configure(
            $$"""
            kafka: {brokers: {{Broker.Bootstrap}}, group: nightly{{kafka}}}
            stores: [archive]
            topics: ["orders*", "!*.test"]
            defaults: {offset-reset: earliest}
            run: {exit-at-end: true, close-at-end: true, settling: 1s}
            """
        );
}
