using KafkaStore.LocalHost.Looking;
using KafkaStore.Status;

namespace KafkaStore.Tests.Telemetry;

/// <summary>What the local host knows of itself, as it is collected: no other listener may ask meanwhile.</summary>
[Collection(SerialTests.Name)]
public sealed class RunGaugesTests
{
    [Fact]
    public void OneCollectionLooksOnceAndTheNextOneAgain()
    {
        int looks = 0;
        using var measurements = new Measurements();
        using var gauges = new RunGauges(View, []);
        for (int i = 1; i <= 3; i++)
        {
            Assert.Equal(i, measurements.Observe("kafka_store.broker.outage_time"));
            Assert.Equal(10 * i, measurements.Sum("kafka_store.accept.stalled_time"));
            Assert.Equal(i, looks);
        }

        RunView View()
        {
            looks++;
            return new RunView(DateTimeOffset.UnixEpoch, [])
            {
                Outage = new BrokerOutage(TimeSpan.FromSeconds(looks), "away"),
                Holdup = new Holdup("full", DateTimeOffset.UnixEpoch - TimeSpan.FromSeconds(10 * looks)),
            };
        }
    }
}
