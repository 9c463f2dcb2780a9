using KafkaStore.LocalHost.Looking;

namespace KafkaStore.LocalHost.Pump;

/// <summary>Says once that the broker is away, then once a minute, and once that it is back.</summary>
internal sealed class BrokerWatch(TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan Reminder = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private long? awaySince;
    private long lastSaid;
    private string lastReason = "";

    /// <summary>Called when a broker answers again after none did.</summary>
    public Action? Back { get; set; }

    /// <summary>Why no broker answers, and for how long none has; null while one does.</summary>
    public BrokerOutage? Outage
    {
        get
        {
            lock (gate)
                return awaySince is { } since ? new BrokerOutage(clock.GetElapsedTime(since), lastReason) : null;
        }
    }

    public void Away(string reason)
    {
        lock (gate)
        {
            long now = clock.GetTimestamp();
            lastReason = reason;
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
            if (awaySince is not { } since)
                return;
            Log.BrokerBack(logger, clock.GetElapsedTime(since).TotalSeconds);
            awaySince = null;
        }

        Back?.Invoke();
    }
}
