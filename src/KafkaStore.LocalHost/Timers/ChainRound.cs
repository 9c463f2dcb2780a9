using KafkaStore.Reading.Chains;

namespace KafkaStore.LocalHost.Timers;

/// <summary>Follows the chains of objects for as long as the process runs, so that one that is removed is noticed before somebody needs it.</summary>
/// <param name="partitions">All that this process looks after.</param>
/// <param name="period">Between two steps.</param>
internal sealed class ChainRound(
    ChainWatch chains,
    Func<IReadOnlyCollection<TopicPartition>> partitions,
    TimeSpan period,
    TimeProvider clock,
    ILogger logger
)
{
    /// <summary>In a folder it costs nothing.</summary>
    public static readonly TimeSpan OfFolder = TimeSpan.FromSeconds(5);

    /// <summary>About 86,000 requests a day at most.</summary>
    public static readonly TimeSpan OfCloud = TimeSpan.FromMinutes(1);

    private const int CostOfStep = 60;

    public async Task RunAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(period, clock);
        while (await timer.WaitForNextTickAsync(stopping))
            await StepAsync(stopping);
    }

    private async Task StepAsync(CancellationToken stopping)
    {
        MissingObjects[] before = [.. chains.Missing];
        try
        {
            await chains.WalkAsync(partitions(), CostOfStep, stopping);
        }
        catch (StorageException e)
        {
            Log.ChainsNotFollowed(logger, e.Message);
        }

        foreach (MissingObjects gap in chains.Missing.Except(before))
            Log.ObjectsMissing(logger, gap.Message);
        foreach (MissingObjects gap in before.Except(chains.Missing))
            Log.ObjectsBack(logger, gap.First.ToString());
    }
}
