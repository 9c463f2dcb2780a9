using KafkaStore.Generations;
using KafkaStore.LocalHost.Engine;
using KafkaStore.LocalHost.Pump;
using KafkaStore.LocalHost.Topics;
using KafkaStore.Mirroring;

namespace KafkaStore.LocalHost.Timers;

/// <summary>What runs beside the batches for as long as they come: the timer's functions, the watch over topics, the round of chains.</summary>
/// <param name="recover">Seals a partition, whatever is remembered of it.</param>
internal sealed class RunTimers(
    IServiceProvider services,
    TopicsOfRun topics,
    GenerationWatch watch,
    ChainRound chains,
    BrokerWatch broker,
    LocalEngine engine,
    Action<TopicPartition> recover,
    TimeProvider clock,
    ILogger logger
)
{
    private readonly MinuteTimer minute = new(
        async stopping =>
        {
            await topics.RefreshAsync(stopping);
            await services.GetRequiredService<WatchPartitions>().RunAsync(new TimerInfo(), engine.Client, stopping);
        },
        broker,
        clock,
        logger
    );

    /// <inheritdoc cref="MinuteTimer.Wake"/>
    public void Wake() => minute.Wake();

    /// <summary>Ends when it is stopped.</summary>
    public Task RunAsync(CancellationToken stopping)
    {
        List<Task> timers =
        [
            watch.RunAsync(topic => ChangeAsync(topic, stopping), stopping),
            minute.RunAsync(stopping),
            new MinuteTimer(MirrorAsync, broker, clock, logger).RunAsync(stopping),
            chains.RunAsync(stopping),
        ];
        if (services.GetRequiredService<MirrorRun>().HasMirrors)
        {
            var sealedMirrors = new SealedMirrors(services.GetRequiredService<CopyToMirrors>(), clock);
            services.GetRequiredService<WakingReport>().Sealed = sealedMirrors.Sealed;
            timers.Add(sealedMirrors.RunAsync(stopping));
        }

        return Task.WhenAll(timers.Select(timer => UntilStoppedAsync(timer, stopping)));
    }

    private async Task UntilStoppedAsync(Task timer, CancellationToken stopping)
    {
        try
        {
            await timer;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            Log.TimerStopped(logger);
        }
    }

    private async Task ChangeAsync(string topic, CancellationToken stopping)
    {
        await topics.ChangeAsync(topic, stopping);
        if (watch.IsStopped(topic))
        {
            // A seal says why and what to do, and nothing else would come to one for as long as the open files are young.
            foreach (TopicPartition partition in topics.Known.Where(each => KafkaTopic.Of(each.Topic) == topic))
                recover(partition);
        }
        else
        {
            Wake();
        }
    }

    private Task MirrorAsync(CancellationToken stopping) =>
        services.GetRequiredService<CopyToMirrors>().RunAsync(new TimerInfo(), stopping);
}
