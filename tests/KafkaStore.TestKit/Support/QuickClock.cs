namespace KafkaStore.Tests.Support;

/// <summary>A clock on which no wait takes any time, or none ever ends; it keeps how long they were to be.</summary>
public sealed class QuickClock : TimeProvider
{
    private readonly ConcurrentQueue<TimeSpan> waits = [];
    private readonly TaskCompletionSource waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool EndsWaits { get; init; } = true;

    public IReadOnlyList<TimeSpan> Waits => [.. waits];

    /// <summary>Ends when something waits.</summary>
    public Task Waiting => waiting.Task;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        waits.Enqueue(dueTime);
        waiting.TrySetResult();
        return System.CreateTimer(callback, state, EndsWaits ? TimeSpan.Zero : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
