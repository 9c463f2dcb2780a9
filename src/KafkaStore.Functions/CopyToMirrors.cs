using KafkaStore.Functions.Telemetry;
using KafkaStore.Generations;
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
    TopicGenerations generations,
    GenerationRound former,
    ILogger<CopyToMirrors> logger,
    MirrorGauges? gauges = null
)
{
    // Below the host's functionTimeout; what is left is copied by the next run.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    [Function(nameof(CopyToMirrors))]
    public async Task RunAsync([TimerTrigger("30 * * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        if (mirrors.HasMirrors)
            await CopyAsync([.. (await PartitionsAsync(cancellationToken)).Where(scope.Includes)], cancellationToken);
    }

    /// <summary>Copies what the mirrors lack of these partitions.</summary>
    public Task CopyAsync(IReadOnlyCollection<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        gauges?.Show(mirrors);
        return mirrors.CopyAsync(partitions, Limit, cancellationToken);
    }

    // What the broker can't answer for at present is archived all the same.
    private async Task<IEnumerable<TopicPartition>> PartitionsAsync(CancellationToken cancellationToken)
    {
        try
        {
            var partitions = new List<TopicPartition>();
            var current = new List<string>();
            foreach (string topic in options.Topics)
            {
                current.Add((await generations.FindCurrentAsync(topic, cancellationToken)).ToString());
                partitions.AddRange(await former.FindFormerArchivedAsync(topic, cancellationToken));
            }

            BoundsAnswer answer = await log.AskBoundsAsync(current, cancellationToken);
            return
            [
                .. partitions,
                .. answer.Bounds.Select(bound => bound.Partition),
                .. answer
                    .Troubles.Where(trouble => trouble.Partition is not null)
                    .Select(trouble => new TopicPartition(trouble.Topic, trouble.Partition!.Value)),
            ];
        }
        catch (BrokerUnavailableException e)
        {
            Log.BrokerUnreachable(logger, e.Message);
            return [];
        }
    }
}
