namespace KafkaStore.Scripted.Tests;

public sealed class FaultTests : BrokerTest
{
    [Fact]
    public async Task AdvertisedAddressThatCannotBeResolvedIsNamed()
    {
        Broker.CreateTopic("orders")[0].Append(LogRecord.Of("k", "v"));
        Broker.Nodes[0].AdvertisedHost = "kafka-internal.invalid";
        Broker.Nodes[0].AdvertisedPort = 9092;
        var errors = new System.Collections.Concurrent.ConcurrentQueue<Error>();
        IConsumer<byte[], byte[]> consumer = Consumer(errors.Enqueue);
        consumer.Assign(new TopicPartitionOffset("orders", 0, 0));

        await Until(() => consumer.Consume(50) is null && errors.Any(error => error.Reason.Contains("kafka-internal.invalid:9092")));
    }

    [Fact]
    public async Task NodeThatIsDownIsFoundAgain()
    {
        BrokerPartition partition = Broker.CreateTopic("orders")[0];
        partition.Append(LogRecord.Of("k", "before"));
        IConsumer<byte[], byte[]> consumer = Consumer();
        consumer.Assign(new TopicPartitionOffset("orders", 0, 0));
        Assert.Equal("before", NextValue(consumer));

        await Broker.Nodes[0].StopAsync();
        partition.Append(LogRecord.Of("k", "after"));
        while (consumer.Consume(300) is { } end)
            Assert.True(end.IsPartitionEOF);
        Broker.Nodes[0].Start();
        Assert.Equal("after", NextValue(consumer));
    }

    [Fact]
    public void RequestsAreDelayedThrottledAndCutOffAsTheScriptSays()
    {
        BrokerPartition partition = Broker.CreateTopic("orders")[0];
        partition.Append(LogRecord.Of("k", "v"));
        Broker.Faults.Disconnect(Api.Fetch, times: 2);
        Broker.Faults.Delay(Api.Fetch, TimeSpan.FromMilliseconds(300), times: 3);
        Broker.Faults.Throttle(Api.ListOffsets, TimeSpan.FromMilliseconds(10));
        var watch = System.Diagnostics.Stopwatch.StartNew();

        Assert.Equal(["v"], ReadToEnd(Consumer(), partition));
        Assert.True(watch.ElapsedMilliseconds >= 900, $"{watch.ElapsedMilliseconds} ms");
    }

    [Fact]
    public void SomethingHappensAtTheVeryMomentOfARequest()
    {
        Topic topic = Broker.CreateTopic("orders");
        Broker.Before = request =>
        {
            if (request.Api == Api.Fetch && topic[0].End == 0)
                topic[0].Append(LogRecord.Of("k", "just in time"));
            return Task.CompletedTask;
        };
        Assert.Equal(["just in time"], ReadToEnd(Consumer(), topic[0], from: 0));
    }

    [Fact]
    public async Task WhatAScriptThrowsIsNoted()
    {
        Broker.Before = _ => throw new InvalidOperationException("A script's own fault.");
        Assert.ThrowsAny<KafkaException>(() => Admin().GetMetadata(TimeSpan.FromMilliseconds(300)));
        await Until(() => Broker.Problems.Count > 0);
        await Broker.DisposeAsync();

        Assert.All(Broker.Problems, problem => Assert.Equal("A script's own fault.", problem.Message));
        Broker.ForgetProblems();
    }
}
