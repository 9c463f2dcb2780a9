namespace KafkaStore.Simulation.Scheduling;

/// <summary>The clock of one process, which may differ from others' by as much for all its life. Its timers are steps of the process.</summary>
internal sealed class ProcessClock(World world, SimulatedProcess process, long skewMilliseconds) : TimeProvider
{
    public override long TimestampFrequency => world.Clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => world.Clock.GetUtcNow().AddMilliseconds(skewMilliseconds);

    public override long GetTimestamp() => world.Clock.GetTimestamp();

    /// <summary>Once only; nothing under test has one that repeats.</summary>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (period != Timeout.InfiniteTimeSpan)
            throw new NotSupportedException("Timers that repeat are not simulated.");
        var timer = new Timer();
        world.Post(
            process,
            () => timer.Fire(callback, state),
            "a time has come",
            Math.Max(1, (long)Math.Ceiling(dueTime.TotalMilliseconds))
        );
        return timer;
    }

    private sealed class Timer : ITimer
    {
        private bool disposed;

        public void Fire(TimerCallback callback, object? state)
        {
            if (!disposed)
                callback(state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException("Timers are not changed.");

        public void Dispose() => disposed = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
