using KafkaStore.Staging;

namespace KafkaStore.Functions.Http.Faults;

/// <summary>The faults that stand, as far as this process has the staging location: an archiver has, a reader alone has not.</summary>
public sealed class TopicFaults(IEnumerable<StandingFaults> standing, ILogger<TopicFaults> logger)
{
    /// <summary>Those of one topic's partitions; none where nobody knows, and where staging is away, which is logged.</summary>
    /// <param name="topic">With its generation.</param>
    public async Task<IReadOnlyDictionary<TopicPartition, PartitionFault>> FindAsync(string topic, CancellationToken cancellationToken)
    {
        var found = new Dictionary<TopicPartition, PartitionFault>();
        try
        {
            foreach (StandingFaults each in standing)
            {
                foreach ((TopicPartition partition, PartitionFault fault) in await each.ListAsync(cancellationToken))
                {
                    if (partition.Topic == topic)
                        found.Add(partition, fault);
                }
            }
        }
        catch (StorageException e)
        {
            Log.FaultsNotListed(logger, topic, e.Message);
        }

        return found;
    }
}
