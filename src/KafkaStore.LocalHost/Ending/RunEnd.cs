using KafkaStore.Generations;
using KafkaStore.Naming;

namespace KafkaStore.LocalHost.Ending;

/// <summary>
/// Up to where a run reads that ends at the end: to what could be read at its start, and on to all that was there then as
/// far as the transactions that hold it back have ended meanwhile.
/// </summary>
internal sealed class RunEnd(IRecordLog log, IHighWatermarks? watermarks)
{
    private IReadOnlyDictionary<TopicPartition, long> there = new Dictionary<TopicPartition, long>();

    public IReadOnlyList<LogBounds> Bounds { get; private set; } = [];

    /// <summary>What an open transaction still holds back.</summary>
    public IEnumerable<PartitionShortfall> Shortfalls =>
        HeldBack.Select(end => new PartitionShortfall(
            end.Partition,
            $"offsets {new OffsetRange(end.End, there[end.Partition])} belong to a transaction that is still open, or lie behind one, and were not read. Run the same command again when it has ended."
        ));

    private IEnumerable<LogBounds> HeldBack =>
        Bounds.Where(end => there.TryGetValue(end.Partition, out long watermark) && watermark > end.End);

    /// <summary>Whether it is the end of that generation of a topic, which is one topic's end.</summary>
    public bool IsOf(TopicGeneration generation) => Bounds.All(end => end.Partition.Topic == generation.ToString());

    /// <param name="bounds">Those of partitions that it has already change nothing: a run ends where it saw the end first.</param>
    /// <exception cref="BrokerUnavailableException">No broker answers.</exception>
    public async Task AddAsync(IReadOnlyList<LogBounds> bounds, CancellationToken cancellationToken)
    {
        bounds = [.. bounds.ExceptBy(Bounds.Select(each => each.Partition), each => each.Partition)];
        if (watermarks is not null && bounds.Count > 0)
        {
            IReadOnlyDictionary<TopicPartition, long> found = await watermarks.GetAsync(
                [.. bounds.Select(bound => KafkaTopic.Of(bound.Partition))],
                cancellationToken
            );
            there = bounds
                .Select(bound => bound.Partition)
                .Where(partition => found.ContainsKey(KafkaTopic.Of(partition)))
                .Select(partition => KeyValuePair.Create(partition, found[KafkaTopic.Of(partition)]))
                .Concat(there)
                .ToDictionary();
        }

        Bounds = [.. Bounds, .. bounds];
    }

    /// <summary>Asks again where something is held back.</summary>
    /// <returns>Whether there is more to read now.</returns>
    /// <exception cref="BrokerUnavailableException">No broker answers.</exception>
    public async Task<bool> GrowAsync(CancellationToken cancellationToken)
    {
        string[] topics = [.. HeldBack.Select(end => end.Partition.Topic).Distinct(StringComparer.Ordinal)];
        if (topics.Length == 0)
            return false;
        var now = (await log.GetBoundsAsync(topics, cancellationToken)).ToDictionary(bound => bound.Partition, bound => bound.End);
        LogBounds[] grown = [.. Bounds.Select(end => end with { End = Readable(end, now) })];
        bool hasGrown = !grown.SequenceEqual(Bounds);
        Bounds = grown;
        return hasGrown;
    }

    // Not past what was there at the start: a topic that is written to has no end.
    private long Readable(LogBounds end, Dictionary<TopicPartition, long> now) =>
        there.TryGetValue(end.Partition, out long watermark) && now.TryGetValue(end.Partition, out long readable)
            ? Math.Max(end.End, Math.Min(readable, watermark))
            : end.End;
}
