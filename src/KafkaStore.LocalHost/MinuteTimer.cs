using KafkaStore.LocalHost.Pump;
using KafkaStore.Markers;

namespace KafkaStore.LocalHost;

/// <summary>Does what the timer trigger does, every minute; one tick that fails is not the last.</summary>
internal sealed class MinuteTimer(Func<CancellationToken, Task> tick, BrokerWatch broker, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    public async Task RunAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Period, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
                await TickAsync(stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            Log.TimerStopped(logger);
        }
    }

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
