using KafkaStore.Records;

namespace KafkaStore.Restoring;

/// <summary>Sums up the acknowledgements of a writer. From any thread.</summary>
public sealed class DeliveredOffsets
{
    private readonly Lock gate = new();
    private readonly Dictionary<TopicPartition, Entry> entries = [];

    /// <param name="partition">Where the record is.</param>
    /// <param name="offset">Its offset; negative when the cluster has it and did not say where.</param>
    public void Note(TopicPartition partition, long offset)
    {
        lock (gate)
        {
            Entry entry = entries.GetValueOrDefault(partition, new Entry(-1, -1, 0));
            long records = entry.Records + 1;
            entries[partition] = offset < 0
                ? entry with { Next = entry.Next < 0 ? -1 : entry.Next + 1, Records = records }
                : new Entry(entry.First < 0 ? offset - entry.Records : entry.First, offset + 1, records);
        }
    }

    /// <summary>Null before the first offset.</summary>
    public DeliveredRange? Of(TopicPartition partition)
    {
        lock (gate)
        {
            return entries.TryGetValue(partition, out Entry entry) && entry.First >= 0
                ? new DeliveredRange(entry.First, entry.Next, entry.Records)
                : null;
        }
    }

    private readonly record struct Entry(long First, long Next, long Records);
}
