using KafkaStore.Scripted.Scripting;

namespace KafkaStore.EndToEnd.Tests.Kafka;

/// <summary>What brokers of every kind say of a topic's identity, over TCP.</summary>
public sealed class TopicIdentitiesTests : IAsyncLifetime
{
    private ScriptedBroker broker = ScriptedBroker.Start();
    private KafkaTopicIdentities? identities;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await broker.DisposeAsync();
        if (identities is not null)
            await identities.DisposeAsync();
    }

    [Fact]
    public async Task ATopicHasAnIdWhichARecreationReplaces()
    {
        broker.CreateTopic("orders");
        IdentityAnswer.Known first = Assert.IsType<IdentityAnswer.Known>(await AskAsync());
        Assert.Equal(first, await AskAsync());
        Assert.Equal(broker.ClusterId, first.ClusterId);

        broker.Recreate("orders");
        IdentityAnswer.Known second = Assert.IsType<IdentityAnswer.Known>(await AskAsync());
        Assert.NotEqual(first.Id, second.Id);
        Assert.False(second.Id.IsNone);
    }

    [Fact]
    public async Task ADeletedTopicIsUnknownAndAnotherIdOnceItIsThereAgain()
    {
        broker.CreateTopic("orders");
        IdentityAnswer.Known first = Assert.IsType<IdentityAnswer.Known>(await AskAsync());
        broker.Delete("orders");
        Assert.IsType<IdentityAnswer.UnknownTopic>(await AskAsync());
        broker.CreateTopic("orders");
        Assert.NotEqual(first, await AskAsync());
    }

    [Fact]
    public async Task APartitionWithoutALeaderKeepsNoIdBack()
    {
        broker.CreateTopic("orders", partitions: 3)[1].LoseLeader();
        Assert.IsType<IdentityAnswer.Known>(await AskAsync().WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task AskingMakesNoTopic()
    {
        broker.CreatesTopicsOnDemand = true;
        await AskAsync("none");
        broker.CreatesTopicsOnDemand = false;
        Assert.IsType<IdentityAnswer.UnknownTopic>(await AskAsync("none"));
    }

    [Fact]
    public async Task ABrokerThatLagsBehindStillGivesTheFormerId()
    {
        broker.CreateTopic("orders");
        IdentityAnswer former = await AskAsync();
        broker.Nodes[0].Lag = TimeSpan.FromMinutes(1);
        broker.Recreate("orders");
        Assert.Equal(former, await AskAsync());
        broker.Nodes[0].Lag = TimeSpan.Zero;
        Assert.NotEqual(former, await AskAsync());
    }

    [Fact]
    public async Task BrokersFromBeforeTopicIdsGiveNone()
    {
        await broker.DisposeAsync();
        broker = ScriptedBroker.Start(new BrokerOptions { Release = BrokerRelease.WithoutTopicIds });
        broker.CreateTopic("orders");
        Assert.IsType<IdentityAnswer.WithoutIds>(await AskAsync());
    }

    [Fact]
    public async Task WithoutAControllerTheAnswerComesAtOnceAndAnotherOnceThereIsOne()
    {
        broker.CreateTopic("orders");
        broker.HasController = false;
        long started = Stopwatch.GetTimestamp();
        Assert.IsType<IdentityAnswer.WithoutIds>(await AskAsync());
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(2)); // its limit is 3 s
        broker.HasController = true;
        Assert.IsType<IdentityAnswer.Known>(await AskAsync());
    }

    [Fact]
    public async Task TheEmbeddedBrokerGivesNoneAtOnce()
    {
        using var embedded = KafkaStore.Kafka.Embedded.EmbeddedBroker.Start();
        embedded.CreateTopic("orders", 1);
        await using var asked = new KafkaTopicIdentities(BrokerFixture.OptionsFor(embedded.Brokers), NullLogger.Instance);
        long started = Stopwatch.GetTimestamp();
        Assert.IsType<IdentityAnswer.WithoutIds>(await asked.AskAsync("orders", default));
        Assert.IsType<IdentityAnswer.WithoutIds>(await asked.AskAsync("none", default));
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task WhereNobodyAnswersTheReasonIsSaidWithinTheLimit()
    {
        broker.CreateTopic("orders");
        Assert.IsType<IdentityAnswer.Known>(await AskAsync());
        await broker.DisposeAsync();
        long started = Stopwatch.GetTimestamp();
        IdentityAnswer.NoAnswer silent = Assert.IsType<IdentityAnswer.NoAnswer>(await AskAsync());
        Assert.Contains(broker.Bootstrap, silent.Reason);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(8));
    }

    private Task<IdentityAnswer> AskAsync(string topic = "orders")
    {
        identities ??= new KafkaTopicIdentities(BrokerFixture.OptionsFor(broker.Bootstrap), NullLogger.Instance);
        return identities.AskAsync(topic, default);
    }
}
