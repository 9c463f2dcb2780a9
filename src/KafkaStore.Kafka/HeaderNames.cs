using KafkaStore.Records;
using TopicPartition = KafkaStore.Records.TopicPartition;

namespace KafkaStore.Kafka;

/// <summary>
/// Counts the names of headers that the client could not give as they are: it gives text, with U+FFFD for what is no UTF-8. Said at the
/// first, and then at every tenfold.
/// </summary>
internal sealed class HeaderNames(ILogger logger)
{
    private const char Replaced = '\uFFFD';

    private readonly Dictionary<TopicPartition, long> counts = [];

    public void Note(TopicPartition partition, Record record)
    {
        foreach (RecordHeader header in record.Headers)
        {
            if (!header.Key.Contains(Replaced, StringComparison.Ordinal))
                continue;
            long count = counts[partition] = counts.GetValueOrDefault(partition) + 1;
            if (IsPowerOfTen(count))
                Log.HeaderNamesReplaced(logger, partition.ToString(), count, record.Offset);
        }
    }

    private static bool IsPowerOfTen(long count)
    {
        while (count % 10 == 0)
            count /= 10;
        return count == 1;
    }
}
