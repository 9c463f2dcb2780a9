using KafkaStore.LocalHost.Pump;
using KafkaStore.Markers;

namespace KafkaStore.LocalHost.Timers;

/// <summary>Does what the timer trigger does, every minute, and sooner where it is woken; one tick that fails is not the last.</summary>
internal sealed class MinuteTimer(Func<CancellationToken, Task> tick, BrokerWatch broker, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    private volatile TaskCompletionSource woken = Asleep();

    /// <summary>Something has changed that the next tick would find out: it comes now. May be called at any time.</summary>
    public void Wake() => woken.TrySetResult();

    public async Task RunAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Period, clock);
        Task<bool> minute = timer.WaitForNextTickAsync(stopping).AsTask();
        while (true)
        {
            await Task.WhenAny(minute, woken.Task);
            woken = Asleep();
            if (minute.IsCompleted)
            {
                await minute;
                minute = timer.WaitForNextTickAsync(stopping).AsTask();
            }

            await TickAsync(stopping);
        }
    }

    private static TaskCompletionSource Asleep() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task TickAsync(CancellationToken stopping)
    {
        try
        {
            await tick(stopping);
        }
        catch (BrokerUnavailableException e)
        {
            broker.Away(e.Message); // which says it once a minute, whoever asked
        }
        catch (Exception e) when (e is UnknownTopicException or StartUnknownException or StorageException)
        {
            Metrics.TickFailures.Add(1);
            Log.TickFailed(logger, e.Message);
        }
    }
}
