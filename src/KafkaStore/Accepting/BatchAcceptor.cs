using System.Collections.Concurrent;
using KafkaStore.Archiving;
using KafkaStore.Broker;
using KafkaStore.Deciding;
using KafkaStore.Markers;
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
    ArchiverOptions options,
    TimeProvider clock
)
{
    private readonly ConcurrentDictionary<TopicPartition, bool> started = new();
    private volatile bool noted;

    /// <returns>What each partition's entity is to be told.</returns>
    /// <exception cref="Storage.StorageException">A store can't now; the batch is to be delivered again.</exception>
    /// <exception cref="BrokerUnavailableException">A new partition's start offset could not be asked for; likewise.</exception>
    public async Task<IReadOnlyList<BatchSummary>> AcceptAsync(
        IEnumerable<KeyValuePair<TopicPartition, Record>> batch,
        CancellationToken cancellationToken
    )
    {
        SortedDictionary<TopicPartition, List<EncodedRecord>> partitions = Group(batch);
        await PrepareAsync(partitions, cancellationToken);
        var summaries = new List<BatchSummary>(partitions.Count);
        foreach ((TopicPartition partition, List<EncodedRecord> records) in partitions)
        {
            DateTimeOffset acceptedAt = clock.GetUtcNow();
            foreach (List<EncodedRecord> chunk in Ascending(records))
            {
                await staging.StageAsync(partition, chunk, acceptedAt, cancellationToken);
                summaries.Add(BatchSummary.Of(partition, chunk, acceptedAt));
            }
        }

        return summaries;
    }

    private static SortedDictionary<TopicPartition, List<EncodedRecord>> Group(IEnumerable<KeyValuePair<TopicPartition, Record>> batch)
    {
        var partitions = new SortedDictionary<TopicPartition, List<EncodedRecord>>();
        foreach ((TopicPartition partition, Record record) in batch)
        {
            if (!partitions.TryGetValue(partition, out List<EncodedRecord>? records))
                partitions[partition] = records = [];
            records.Add(RecordEncoding.Encode(record));
        }

        return partitions;
    }

    // Before the first chunk: where the partitions begin is fixed, and which staging location feeds the archive is noted.
    private async Task PrepareAsync(SortedDictionary<TopicPartition, List<EncodedRecord>> partitions, CancellationToken cancellationToken)
    {
        if (!noted)
        {
            await identity.EnsureNotedAsync(cancellationToken);
            noted = true;
        }

        foreach (TopicPartition partition in partitions.Keys)
        {
            if (started.ContainsKey(partition))
                continue;
            var inHand = partitions
                .Where(entry => entry.Key.Topic == partition.Topic)
                .ToDictionary(entry => entry.Key.Partition, entry => entry.Value.Min(record => record.Offset));
            await starts.EnsureAsync(partition, inHand, options.OffsetReset, cancellationToken);
            started[partition] = true;
        }
    }

    // Sorted by offset, repeats dropped. Should a batch hold different records for one offset, each goes into a chunk of its
    // own: nothing is dropped here, and sealing finds the disagreement.
    private static IEnumerable<List<EncodedRecord>> Ascending(List<EncodedRecord> records)
    {
        var rest = records.OrderBy(record => record.Offset).ToList();
        while (rest.Count > 0)
        {
            var chunk = new List<EncodedRecord>(rest.Count);
            var different = new List<EncodedRecord>();
            foreach (EncodedRecord record in rest)
            {
                if (chunk.Count == 0 || chunk[^1].Offset < record.Offset)
                    chunk.Add(record);
                else if (!chunk[^1].Bytes.Span.SequenceEqual(record.Bytes.Span))
                    different.Add(record);
            }

            yield return chunk;
            rest = different;
        }
    }
}
