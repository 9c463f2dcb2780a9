namespace KafkaStore.Tests.Support;

/// <summary>When the clocks of tests begin.</summary>
public static class TestTime
{
    public static DateTimeOffset Epoch { get; } = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000);
}
