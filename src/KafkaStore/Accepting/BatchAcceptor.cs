using System.Collections.Concurrent;
using KafkaStore.Archiving;
using KafkaStore.Broker;
using KafkaStore.Deciding;
using KafkaStore.Markers;
using KafkaStore.Sealing.Ahead;
using KafkaStore.Staging;

namespace KafkaStore.Accepting;

/// <summary>
/// Accepts batches: when it returns, every record is staged durably and its Kafka offset may be committed. A batch may mix
/// partitions, repeat records and have them in any order.
/// </summary>
public sealed class BatchAcceptor(
    StagingArea staging,
    StagingIdentity identity,
    PartitionStarts starts,
    IRecordAttribution attribution,
    ArchiverOptions options,
    IArchiverReport report,
    TimeProvider clock,
    CompressedAhead? ahead = null
)
{
    private readonly PartitionStaging partitionStaging = new(staging, ahead, report, clock);
    private readonly ConcurrentDictionary<TopicPartition, bool> started = new();
    private volatile bool noted;

    /// <param name="batch">The records.</param>
    /// <param name="empty">
    /// What is known to hold nothing, by a consumer that reads in order: proofs of it are staged too before anybody is told, so that
    /// no seal meets a hole that is none.
    /// </param>
    /// <returns>What each partition's entity is to be told of the records.</returns>
    /// <exception cref="Storage.StorageException">A store can't now; the batch is to be delivered again.</exception>
    /// <exception cref="BrokerUnavailableException">A new partition's start offset could not be asked for; likewise.</exception>
    public async Task<IReadOnlyList<BatchSummary>> AcceptAsync(
        IEnumerable<KeyValuePair<TopicPartition, Record>> batch,
        IReadOnlyDictionary<TopicPartition, List<OffsetRange>> empty,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(empty);
        SortedDictionary<TopicPartition, RentedList<Record>> delivered = Group(batch);
        var first = empty
            .Keys.Where(delivered.ContainsKey)
            .ToDictionary(partition => partition, partition => delivered[partition].Min(record => record.Offset));
        SortedDictionary<TopicPartition, RentedList<Record>> partitions = await AttributeAsync(delivered, cancellationToken);
        if (partitions.Count > 0)
            await PrepareAsync(partitions, cancellationToken);
        // Before the records what lies below them, since the batches before have what lies below that: a seal that runs meanwhile would
        // meet a hole. Behind them the rest: a proof of what follows records that nobody has would make a hole of them.
        bool Precedes(TopicPartition partition, OffsetRange range) => first.TryGetValue(partition, out long offset) && range.To <= offset;
        await ProveAsync(empty, Precedes, cancellationToken);
        var summaries = new IReadOnlyList<BatchSummary>[partitions.Count];
        (TopicPartition Partition, RentedList<Record> Records)[] work = [.. partitions.Select(entry => (entry.Key, entry.Value))];
        await SideBySide.ForAsync(
            work.Length,
            options.StagingParallelism,
            async (i, cancelled) => summaries[i] = await partitionStaging.StageAsync(work[i].Partition, work[i].Records, cancelled),
            cancellationToken
        );
        await ProveAsync(empty, (partition, range) => !Precedes(partition, range), cancellationToken);
        return [.. summaries.SelectMany(each => each)];
    }

    private async Task ProveAsync(
        IReadOnlyDictionary<TopicPartition, List<OffsetRange>> empty,
        Func<TopicPartition, OffsetRange, bool> now,
        CancellationToken cancellationToken
    )
    {
        foreach ((TopicPartition partition, List<OffsetRange> ranges) in empty)
        {
            if (ranges.FindAll(range => now(partition, range)) is { Count: > 0 } chosen)
                await staging.StageProofAsync(partition, chosen, clock.GetUtcNow(), cancellationToken);
        }
    }

    private static SortedDictionary<TopicPartition, RentedList<Record>> Group(IEnumerable<KeyValuePair<TopicPartition, Record>> batch)
    {
        var partitions = new Dictionary<TopicPartition, RentedList<Record>>();
        foreach ((TopicPartition partition, Record record) in batch)
        {
            if (!partitions.TryGetValue(partition, out RentedList<Record>? records))
                partitions[partition] = records = new RentedList<Record>();
            records.Add(record);
        }

        return new SortedDictionary<TopicPartition, RentedList<Record>>(partitions);
    }

    // What is of no generation for certain is kept aside, and nobody is told: the archiver reads it itself.
    private async Task<SortedDictionary<TopicPartition, RentedList<Record>>> AttributeAsync(
        SortedDictionary<TopicPartition, RentedList<Record>> delivered,
        CancellationToken cancellationToken
    )
    {
        var partitions = new SortedDictionary<TopicPartition, RentedList<Record>>();
        foreach ((TopicPartition partition, RentedList<Record> records) in delivered)
        {
            if (await attribution.FindAsync(partition.Topic, cancellationToken) is { } generation)
            {
                partitions.Add(partition with { Topic = generation.ToString() }, records);
                continue;
            }

            using var slab = new RecordSlab();
            foreach (List<EncodedRecord> chunk in AscendingRecords.Of(PartitionStaging.Encode(records, slab)))
                await staging.Unattributed.StageAsync(partition, chunk, clock.GetUtcNow(), cancellationToken);
        }

        return partitions;
    }

    // Before the first chunk: where the partitions begin is fixed, and which staging location feeds the archive is noted.
    private async Task PrepareAsync(SortedDictionary<TopicPartition, RentedList<Record>> partitions, CancellationToken cancellationToken)
    {
        if (!noted)
        {
            await identity.EnsureNotedAsync(cancellationToken);
            noted = true;
        }

        if (partitions.Keys.All(started.ContainsKey))
            return;
        foreach (IGrouping<string, KeyValuePair<TopicPartition, RentedList<Record>>> topic in partitions.GroupBy(entry => entry.Key.Topic))
        {
            var inHand = topic.ToDictionary(entry => entry.Key.Partition, entry => entry.Value.Min(record => record.Offset));
            foreach (TopicPartition partition in topic.Select(entry => entry.Key).Where(partition => !started.ContainsKey(partition)))
            {
                await starts.EnsureAsync(partition, inHand, options.Of(partition.Topic).OffsetReset, cancellationToken);
                started[partition] = true;
            }
        }
    }
}
