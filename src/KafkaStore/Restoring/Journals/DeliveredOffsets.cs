using KafkaStore.Restoring.Targets;

namespace KafkaStore.Restoring.Journals;

/// <summary>Sums up the acknowledgements of a writer. From any thread and in any order: a flush and a client's own thread hand them out side by side.</summary>
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
            Entry entry = entries.GetValueOrDefault(partition, new Entry(long.MaxValue, -1, 0));
            entries[partition] =
                offset < 0
                    ? entry with
                    {
                        Records = entry.Records + 1,
                    }
                    : new Entry(Math.Min(entry.First, offset), Math.Max(entry.Next, offset + 1), entry.Records + 1);
        }
    }

    /// <summary>Null before the first offset.</summary>
    public DeliveredRange? Of(TopicPartition partition)
    {
        lock (gate)
        {
            return entries.TryGetValue(partition, out Entry entry) && entry.Next >= 0
                ? new DeliveredRange(entry.First, entry.Next, entry.Records)
                : null;
        }
    }

    private readonly record struct Entry(long First, long Next, long Records);
}
