namespace KafkaStore.Simulation.Scheduling;

/// <summary>The clock of one process, which may differ from others' by as much for all its life. Its timers are steps of the process.</summary>
internal sealed class ProcessClock(World world, SimulatedProcess process, long skewMilliseconds) : TimeProvider
{
    public override long TimestampFrequency => world.Clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => world.Clock.GetUtcNow().AddMilliseconds(skewMilliseconds);

    public override long GetTimestamp() => world.Clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(world, process, () => callback(state), period);
        timer.Post(dueTime);
        return timer;
    }

    private sealed class Timer(World world, SimulatedProcess process, Action callback, TimeSpan period) : ITimer
    {
        private bool disposed;

        public void Post(TimeSpan dueTime) =>
            world.Post(process, Fire, "a time has come", Math.Max(1, (long)Math.Ceiling(dueTime.TotalMilliseconds)));

        public bool Change(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException("Timers are not changed.");

        public void Dispose() => disposed = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Fire()
        {
            if (disposed)
                return;
            callback();
            if (period > TimeSpan.Zero)
                Post(period);
        }
    }
}
