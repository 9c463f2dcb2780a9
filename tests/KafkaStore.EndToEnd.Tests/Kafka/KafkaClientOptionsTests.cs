namespace KafkaStore.EndToEnd.Tests.Kafka;

public sealed class KafkaClientOptionsTests
{
    [Theory]
    [InlineData("isolation.level", "read_uncommitted")]
    [InlineData("auto.offset.reset", "latest")]
    [InlineData("enable.auto.offset.store", "true")]
    public void WhatTheArchiveDependsOnCannotBeSet(string property, string value)
    {
        KafkaPropertyException failure = Assert.Throws<KafkaPropertyException>(() => Source(property, value));
        Assert.StartsWith($"the Kafka property {property} is not free", failure.Message);
    }

    [Theory]
    [InlineData("no.such.property", "1")]
    [InlineData("security.protocol", "carrier-pigeon")]
    public void WhatTheClientDoesNotKnowIsRefused(string property, string value)
    {
        Exception failure = Assert.ThrowsAny<Exception>(() => Source(property, value));
        Assert.Contains(property, failure.Message);
    }

    private static KafkaRecordSource Source(string property, string value) =>
        new(
            new KafkaClientOptions("127.0.0.1:1", "archiver") { Properties = new Dictionary<string, Secret> { [property] = value } },
            NullLogger.Instance
        );
}
