using KafkaStore.Mirroring;

namespace KafkaStore.Functions;

/// <summary>
/// Every minute: copies what the mirrors lack. A function of its own, so that a slow mirror keeps no partition from being
/// closed.
/// </summary>
public sealed class CopyToMirrors(
    MirrorRun mirrors,
    IRecordLog log,
    ArchiverOptions options,
    IPartitionScope scope,
    ILogger<CopyToMirrors> logger
)
{
    // Below the host's functionTimeout; what is left is copied by the next run.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    [Function(nameof(CopyToMirrors))]
    public async Task RunAsync([TimerTrigger("30 * * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        if (!mirrors.HasMirrors)
            return;
        var partitions = new List<TopicPartition>();
        foreach (string topic in options.Topics)
            partitions.AddRange(await PartitionsAsync(topic, cancellationToken));
        await mirrors.CopyAsync(partitions, Limit, cancellationToken);
    }

    private async Task<IEnumerable<TopicPartition>> PartitionsAsync(string topic, CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<LogBounds> bounds = await log.GetBoundsAsync([topic], cancellationToken);
            return bounds.Select(bound => bound.Partition).Where(scope.Includes);
        }
        catch (BrokerUnavailableException e)
        {
            Log.BrokerUnreachable(logger, e.Message);
            return [];
        }
        catch (UnknownTopicException e)
        {
            Log.TopicUnknown(logger, e.Message);
            return [];
        }
    }
}
