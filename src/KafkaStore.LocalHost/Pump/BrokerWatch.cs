namespace KafkaStore.LocalHost.Pump;

/// <summary>Says once that the broker is away, then once a minute, and once that it is back.</summary>
internal sealed class BrokerWatch(TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan Reminder = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private long? awaySince;
    private long lastSaid;

    public void Away(string reason)
    {
        lock (gate)
        {
            long now = clock.GetTimestamp();
            if (awaySince is not { } since)
            {
                awaySince = lastSaid = now;
                Metrics.BrokerOutages.Add(1);
                Log.BrokerAway(logger, reason);
            }
            else if (clock.GetElapsedTime(lastSaid, now) >= Reminder)
            {
                lastSaid = now;
                Log.BrokerStillAway(logger, clock.GetElapsedTime(since, now).TotalSeconds, reason);
            }
        }
    }

    public void Answered()
    {
        lock (gate)
        {
            if (awaySince is { } since)
                Log.BrokerBack(logger, clock.GetElapsedTime(since).TotalSeconds);
            awaySince = null;
        }
    }
}
