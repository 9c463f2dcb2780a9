using KafkaStore.Accepting;
using KafkaStore.Functions.Faults;
using KafkaStore.Generations;

namespace KafkaStore.Functions.Watching;

/// <summary>What the brokers say of the topics' partitions, once a minute; a broker that is away or a topic that is unknown is reported.</summary>
public sealed class BrokerRound(
    IRecordLog log,
    GenerationRound generations,
    IRecordAttribution attribution,
    ArchiverOptions options,
    TroubleReport troubles,
    ILogger<BrokerRound> logger
)
{
    /// <summary>Of every partition of the generations that they have; none where no broker answers.</summary>
    public async Task<IReadOnlyList<LogBounds>> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<string> topics = await CurrentAsync(cancellationToken);
            BoundsAnswer answer = await log.AskBoundsAsync(topics, cancellationToken);
            troubles.Heard(topics, answer);
            return answer.Bounds;
        }
        catch (BrokerUnavailableException e)
        {
            Log.BrokerUnreachable(logger, e.Message);
            return [];
        }
    }

    /// <summary>What an entity is to be told of its partition.</summary>
    /// <param name="bounds">As they were asked for before its state.</param>
    /// <param name="state">What it remembers.</param>
    public async Task<BrokerView> ViewAsync(LogBounds bounds, PartitionState? state, CancellationToken cancellationToken)
    {
        BrokerView view = await NowAsync(bounds, state, cancellationToken);
        return view with { IsFetched = await IsFetchedAsync(bounds.Partition, cancellationToken) };
    }

    // Asked before the bounds, which say nothing of a topic where it may be another.
    private async Task<IReadOnlyList<string>> CurrentAsync(CancellationToken cancellationToken)
    {
        var current = new List<string>();
        foreach (string topic in options.Topics)
        {
            try
            {
                if (await generations.AskAsync(topic, cancellationToken) is { } generation)
                    current.Add(generation.ToString());
            }
            catch (StorageException e)
            {
                Log.GenerationUnknown(logger, topic, e.Message);
            }
        }

        return current;
    }

    // The broker was asked before the entity: an end below what it accepted is old, or the log has shrunk. Asked again now,
    // the broker tells which.
    private async Task<BrokerView> NowAsync(LogBounds bounds, PartitionState? state, CancellationToken cancellationToken)
    {
        if (state is null || bounds.End >= state.AcceptedEnd)
            return new BrokerView(bounds.Partition, bounds.Start, bounds.End);
        try
        {
            if (await log.FindBoundsAsync(bounds.Partition, cancellationToken) is { } now)
                return new BrokerView(now.Partition, now.Start, now.End, state.AcceptedEnd);
        }
        catch (Exception e) when (e is BrokerUnavailableException or UnknownTopicException)
        {
            Log.BrokerUnreachable(logger, e.Message);
        }

        return new BrokerView(bounds.Partition, bounds.Start, bounds.End);
    }

    // Where that can't be told now, its deliverer is waited for as usual.
    private async Task<bool> IsFetchedAsync(TopicPartition partition, CancellationToken cancellationToken)
    {
        try
        {
            return await attribution.FindAsync(KafkaTopic.Of(partition.Topic), cancellationToken) is null;
        }
        catch (StorageException e)
        {
            Log.GenerationUnknown(logger, partition.Topic, e.Message);
            return false;
        }
    }
}
