namespace KafkaStore.Tests.Support;

/// <summary>
/// The local host's consumer over a scripted log: ordered, read-committed, an end of partition each time that it gets to
/// one, an offset out of range once. In a group a test says what it is given and what is taken away.
/// </summary>
public sealed class ScriptedSource(ScriptedLog log) : IRecordSource
{
    // Real time, so that a pump with nothing to do does not spin.
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(1);

    private readonly Dictionary<TopicPartition, long> next = [];
    private readonly Dictionary<TopicPartition, long> endSaid = [];
    private readonly HashSet<TopicPartition> outOfRange = [];
    private readonly ConcurrentQueue<(TopicPartition Partition, LogItemKind Kind)[]> script = [];
    private Func<TopicPartition, Task<long>>? resume;

    /// <summary>Assignments so far, in their order.</summary>
    public ConcurrentQueue<IReadOnlyDictionary<TopicPartition, long>> Assignments { get; } = [];

    /// <summary>The offset last stored of each partition.</summary>
    public ConcurrentDictionary<TopicPartition, long> Stored { get; } = [];

    /// <summary>The offset last committed of each partition.</summary>
    public ConcurrentDictionary<TopicPartition, long> Committed { get; } = [];

    /// <summary>Runs when an offset is stored.</summary>
    public Action<TopicPartition, long>? OnStore { get; set; }

    /// <summary>Partitions that nothing is read of, as if their fetches hung.</summary>
    public ConcurrentDictionary<TopicPartition, bool> Hung { get; } = [];

    /// <summary>Moves so far, in their order.</summary>
    public ConcurrentQueue<(TopicPartition Partition, long Offset)> Moves { get; } = [];

    public Task AssignAsync(IReadOnlyDictionary<TopicPartition, long> positions, CancellationToken cancellationToken)
    {
        Assignments.Enqueue(new Dictionary<TopicPartition, long>(positions));
        next.Clear();
        endSaid.Clear();
        outOfRange.Clear();
        foreach ((TopicPartition partition, long offset) in positions)
            next[partition] = offset;
        return Task.CompletedTask;
    }

    public Task MoveAsync(TopicPartition partition, long offset, CancellationToken cancellationToken)
    {
        Moves.Enqueue((partition, offset));
        if (next.ContainsKey(partition))
        {
            Forget(partition);
            next[partition] = offset;
        }

        return Task.CompletedTask;
    }

    /// <summary>The topics whose partitions the group shares.</summary>
    public IReadOnlyList<string> Subscribed { get; private set; } = [];

    public Task SubscribeAsync(
        IReadOnlyCollection<string> topics,
        Func<TopicPartition, Task<long>> resume,
        CancellationToken cancellationToken
    )
    {
        this.resume = resume;
        Subscribed = [.. topics];
        return Task.CompletedTask;
    }

    /// <summary>
    /// At the end of the next batch the group gives (<see cref="LogItemKind.Assigned"/>) or takes away
    /// (<see cref="LogItemKind.Revoked"/>), or a broker says that the offset to come is out of range, whether it is or not.
    /// </summary>
    public void Happen(params (TopicPartition Partition, LogItemKind Kind)[] changes) => script.Enqueue(changes);

    public async ValueTask<SourceItems> ReadAsync(BatchLimits limits, TimeSpan patience, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (log.Outage is { } reason)
            throw new BrokerUnavailableException(reason);
        var items = new List<SourceItem>();
        foreach (TopicPartition partition in next.Keys.Where(partition => !Hung.ContainsKey(partition)).Order().ToArray())
        {
            while (items.Count < limits.MaximumRecords && Next(partition) is { } item)
                items.Add(new SourceItem(partition, item));
        }

        if (script.TryDequeue(out (TopicPartition Partition, LogItemKind Kind)[]? changes))
        {
            foreach ((TopicPartition partition, LogItemKind kind) in changes)
                items.Add(new SourceItem(partition, await ChangeAsync(partition, kind)));
        }

        if (items.Count == 0)
            await Task.Delay(Breath, cancellationToken);
        return new SourceItems(items);
    }

    private async Task<LogItem> ChangeAsync(TopicPartition partition, LogItemKind kind)
    {
        if (kind == LogItemKind.OutOfRange)
        {
            outOfRange.Add(partition);
            return LogItem.OutOfRange(next[partition]);
        }

        Forget(partition);
        if (kind == LogItemKind.Revoked)
            return new LogItem(kind, 0, null);
        next[partition] = await resume!(partition);
        return new LogItem(kind, next[partition], null);
    }

    private void Forget(TopicPartition partition)
    {
        next.Remove(partition);
        endSaid.Remove(partition);
        outOfRange.Remove(partition);
    }

    public long? SeenEnd(TopicPartition partition) => next.ContainsKey(partition) ? log.EndOf(partition) : null;

    public void StoreOffset(TopicPartition partition, long next)
    {
        OnStore?.Invoke(partition, next);
        Stored[partition] = next;
    }

    public Task CommitAsync(CancellationToken cancellationToken)
    {
        foreach ((TopicPartition partition, long next) in Stored)
            Committed[partition] = next;
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private LogItem? Next(TopicPartition partition)
    {
        if (outOfRange.Contains(partition))
            return null;
        LogItem item = log.ItemAt(partition, next[partition]);
        switch (item.Kind)
        {
            case LogItemKind.Record:
                next[partition] = item.Offset + 1;
                return item;
            case LogItemKind.EndOfPartition when endSaid.GetValueOrDefault(partition, -1) != item.Offset:
                next[partition] = endSaid[partition] = item.Offset;
                return item;
            case LogItemKind.OutOfRange:
                outOfRange.Add(partition);
                return item;
            default:
                return null;
        }
    }
}
