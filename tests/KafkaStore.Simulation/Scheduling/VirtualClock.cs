namespace KafkaStore.Simulation.Scheduling;

/// <summary>Time moves only when the scheduler says so. The wall clock may jump, forward and back; elapsed time never does.</summary>
internal sealed class VirtualClock : TimeProvider
{
    public const long Epoch = 1_700_000_000_000;

    private long wallOffset;

    /// <summary>Milliseconds since the simulation began.</summary>
    public long Now { get; private set; }

    public long UnixMilliseconds => Epoch + Now + wallOffset;

    public override long TimestampFrequency => 1000;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(UnixMilliseconds);

    public override long GetTimestamp() => Now;

    public void MoveTo(long time) => Now = Math.Max(Now, time);

    public void Jump(long milliseconds) => wallOffset += milliseconds;
}
