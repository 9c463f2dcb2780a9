using KafkaStore.Staging;

namespace KafkaStore.Functions.Faults;

/// <summary>Says, once a process has begun to archive, that nothing is signed where nothing is.</summary>
public sealed class StagingNotice(StagingArea staging, ILogger<StagingNotice> logger)
{
    private int said;

    /// <summary>May be called any number of times.</summary>
    public void Say()
    {
        if (!staging.IsSigned && Interlocked.Exchange(ref said, 1) == 0)
            Log.Unsigned(logger, staging.DisplayName);
    }
}
