namespace KafkaStore.Scripted.Tests;

/// <summary>Logging in with a name and a password.</summary>
public sealed class LoginTests : BrokerTest
{
    [Fact]
    public void WhoLogsInIsServed()
    {
        Broker.Login = ("josh", "secret");
        Broker.CreateTopic("orders")[0].Append(LogRecord.Of("k", "v"));
        using IConsumer<byte[], byte[]> consumer = Consumer(
            ("security.protocol", "sasl_plaintext"),
            ("sasl.mechanism", "PLAIN"),
            ("sasl.username", "josh"),
            ("sasl.password", "secret")
        );
        Assert.Equal(["v"], ReadToEnd(consumer, Broker.Find("orders")![0]));
    }

    [Theory]
    [InlineData("PLAIN", "Invalid username or password")]
    [InlineData("SCRAM-SHA-256", "PLAIN")]
    public async Task AnotherPasswordOrMechanismIsRefusedWithTheReason(string mechanism, string reason)
    {
        Broker.Login = ("josh", "another");
        string said = "";
        using IConsumer<byte[], byte[]> consumer = Consumer(
            error => said += error.Reason,
            ("security.protocol", "sasl_plaintext"),
            ("sasl.mechanism", mechanism),
            ("sasl.username", "josh"),
            ("sasl.password", "secret")
        );
        consumer.Subscribe("orders");
        await Until(() =>
        {
            consumer.Consume(TimeSpan.FromMilliseconds(50));
            return said.Contains(reason, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task WhoDoesNotLogInIsDisconnected()
    {
        Broker.Login = ("josh", "secret");
        bool isDisconnected = false;
        using IConsumer<byte[], byte[]> consumer = Consumer(error =>
            isDisconnected |= error.Code == ErrorCode.Local_Transport || error.Code == ErrorCode.Local_AllBrokersDown
        );
        consumer.Subscribe("orders");
        await Until(() =>
        {
            consumer.Consume(TimeSpan.FromMilliseconds(50));
            return isDisconnected;
        });
        Assert.DoesNotContain(Broker.Requests, request => request.Api == Protocol.Api.Metadata);
    }
}
