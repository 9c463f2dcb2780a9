using System.Runtime.CompilerServices;

namespace KafkaStore.Simulation.Scheduling;

/// <summary>
/// Awaiting it hands control to the scheduler, which goes on here when it picks this step. Nothing else ever suspends, so
/// every continuation of the code under test runs on the scheduler's thread.
/// </summary>
internal readonly struct YieldPoint(World world, SimulatedProcess? process, string what, long delay) : ICriticalNotifyCompletion
{
    public bool IsCompleted => false;

    public YieldPoint GetAwaiter() => this;

    public void GetResult() { }

    public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

    public void UnsafeOnCompleted(Action continuation) => world.Post(process, continuation, what, delay);
}
