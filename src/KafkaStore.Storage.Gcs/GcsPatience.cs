namespace KafkaStore.Storage.Gcs;

/// <summary>How often something is tried, and how long is waited between.</summary>
/// <param name="MaximumTries">The first one included.</param>
/// <param name="FirstDelay">After the first failure; it doubles from then on.</param>
/// <param name="MaximumDelay">Where the doubling ends.</param>
internal sealed record GcsPatience(int MaximumTries, TimeSpan FirstDelay, TimeSpan MaximumDelay)
{
    /// <summary>Six tries within 8 to 16 seconds.</summary>
    public static GcsPatience Default { get; } = new(6, TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(16));

    /// <summary>Waits a random time between half of the delay and all of it, so that those who failed together don't come back together.</summary>
    /// <param name="failedTry">Which try failed; 1 is the first.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    public Task WaitAsync(int failedTry, CancellationToken cancellationToken)
    {
        TimeSpan delay = FirstDelay * Math.Pow(2, failedTry - 1);
        delay = delay < MaximumDelay ? delay : MaximumDelay;
        return Task.Delay(delay * (0.5 + (Random.Shared.NextDouble() / 2)), cancellationToken);
    }
}
