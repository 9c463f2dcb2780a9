using KafkaStore.Scripted.Log;

namespace KafkaStore.EndToEnd.Tests.Kafka;

/// <summary>A broker that is reached and then says that it is elsewhere: the commonest mistake in Kafka's settings.</summary>
public sealed class AdvertisedAddressTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kafka-store-advertised-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task TheAddressThatCannotBeResolvedIsNamed()
    {
        await using var broker = ScriptedBroker.Start();
        broker.CreateTopic("orders", partitions: 1)[0].Append(LogRecord.Of("k", "v"));
        (broker.Nodes[0].AdvertisedHost, broker.Nodes[0].AdvertisedPort) = ("kafka.invalid", 9092);

        (int exitCode, string output, string errors) = await KafkaStoreProcess.RunAsync(
            Following(broker.Bootstrap, "orders", Path.Combine(folder.FullName, "a"), "--exit-at-end")
        );

        Assert.Equal((1, ""), (exitCode, output));
        Assert.Matches(
            $@"(?m)^error: Kafka at {broker.Bootstrap} answers, and says that a broker is at kafka\.invalid:9092, which can't be reached from here \(.*\): let its advertised\.listeners name an address that this machine can reach",
            errors
        );
    }

    [Theory]
    [InlineData("kafka.invalid:9092/1: Failed to resolve 'kafka.invalid:9092': no such name", "localhost", "kafka.invalid:9092")]
    [InlineData("GroupCoordinator: kafka.invalid:9092/1: Failed to resolve", "localhost", "kafka.invalid:9092")]
    [InlineData("localhost:9092/bootstrap: Connect to ipv4#127.0.0.1:9092 failed: Connection refused", "localhost", null)]
    [InlineData("localhost:9092/1: Connect to ipv4#127.0.0.1:9092 failed: Connection refused", "other:1, LOCALHOST", null)]
    [InlineData("[::1]:9092/0: refused", "[::1]", null)]
    [InlineData("Local: Timed out", "localhost", null)]
    public void OnlyAnAddressThatNobodyAskedForIsAdvertised(string reason, string brokers, string? expected) =>
        Assert.Equal(expected, KafkaStore.Kafka.Errors.AdvertisedAddress.In(reason, brokers));
}
