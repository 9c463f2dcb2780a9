namespace KafkaStore.Simulation.Broker;

/// <summary>
/// The local host's consumer. What it has queued it gives whatever becomes of the topic, and then reads on at the same offset in
/// the next one, with nothing said; being assigned anew, or moved, purges that.
/// </summary>
internal sealed class SimulatedSource(Simulation simulation, Host host, ProcessLog log) : IRecordSource
{
    private const int LongestWait = 30_000;

    private readonly Dictionary<int, Fetching> reading = [];
    private readonly Dictionary<int, Fetching> queued = []; // that a planted bug may keep
    private Func<TopicPartition, Task<long>>? resume;
    private long wait = 1;

    public Task AssignAsync(IReadOnlyDictionary<TopicPartition, long> positions, CancellationToken cancellationToken)
    {
        foreach ((int number, Fetching fetching) in reading)
            queued[number] = fetching;
        reading.Clear();
        foreach ((TopicPartition partition, long offset) in positions)
        {
            bool keeps = simulation.Mutation.KeepsQueuedWhenAssigned && queued.ContainsKey(partition.Partition);
            reading[partition.Partition] = keeps ? queued[partition.Partition] : new Fetching(offset);
        }

        return Task.CompletedTask;
    }

    public Task MoveAsync(TopicPartition partition, long offset, CancellationToken cancellationToken)
    {
        if (reading.ContainsKey(partition.Partition))
            reading[partition.Partition] = new Fetching(offset);
        return Task.CompletedTask;
    }

    public Task SubscribeAsync(
        IReadOnlyCollection<string> topics,
        Func<TopicPartition, Task<long>> resume,
        CancellationToken cancellationToken
    )
    {
        this.resume = resume;
        reading.Clear();
        return Task.CompletedTask;
    }

    public long? SeenEnd(TopicPartition partition) => null; // nobody looks

    public async ValueTask<SourceItems> ReadAsync(BatchLimits limits, TimeSpan patience, CancellationToken cancellationToken)
    {
        await simulation.World.Yield(host, "polls", wait);
        log.ThrowIfAway();
        var items = new List<SourceItem>();
        if (resume is not null)
            await RebalanceAsync(items);
        foreach ((int number, Fetching fetching) in reading)
        {
            if (fetching.Queue.Count == 0)
                Fetch(number, fetching);
            if (simulation.Happens(simulation.Scenario.Topics.Slow))
                continue;
            for (int most = simulation.World.Random.Between(1, limits.MaximumRecords); most > 0 && fetching.Queue.Count > 0; most--)
            {
                (SimulatedPartition truth, LogItem item) = fetching.Queue.Dequeue();
                items.Add(new SourceItem(new TopicPartition(SimulatedTopic.Name, number), item));
                if (item.Kind == LogItemKind.Record)
                    fetching.Given.Add((truth, item.Offset));
            }
        }

        wait = items.Count > 0 ? 1 : Math.Min(wait * 2, simulation.IsCalm ? LongestWait : 5000);
        return new SourceItems(items);
    }

    public void StoreOffset(TopicPartition partition, long next)
    {
        if (!reading.TryGetValue(partition.Partition, out Fetching? fetching))
            return;
        (SimulatedPartition Truth, long Offset)[] stored = [.. fetching.Given.TakeWhile(given => given.Offset < next)];
        foreach ((SimulatedPartition truth, long offset) in stored)
            simulation.Checks.OffsetCommitted(new Fetched(truth, [], offset, offset + 1, 0, IsLate: true));
        if (stored is [.., { Truth: { Topic.Number: 0 } first }])
            first.CommittedHigh = Math.Max(first.CommittedHigh, first.StagedEnd);
        fetching.Given.RemoveRange(0, stored.Length);
    }

    public Task CommitAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // The group gives each partition to one of the hosts that it thinks are up; who was away hears of it when it reads again.
    private async Task RebalanceAsync(List<SourceItem> items)
    {
        foreach (int number in simulation.Log.AllPartitions.Select(partition => partition.Partition.Partition).Distinct().Order().ToArray())
        {
            bool isMine = host.App.OwnerOf(number) == host;
            var name = new TopicPartition(SimulatedTopic.Name, number);
            if (!isMine && reading.Remove(number))
                items.Add(new SourceItem(name, new LogItem(LogItemKind.Revoked, 0, null)));
            if (!isMine || reading.ContainsKey(number) || simulation.Log.Current?.Partitions.ContainsKey(number) != true)
                continue;
            try
            {
                long offset = await resume!(name);
                reading[number] = new Fetching(offset);
                items.Add(new SourceItem(name, new LogItem(LogItemKind.Assigned, offset, null)));
            }
            catch (Exception e) when (e is StorageException or BrokerUnavailableException or UnknownTopicException)
            {
                simulation.World.Note(host.Name, "  can't begin: " + e.Message);
            }
        }
    }

    private void Fetch(int number, Fetching fetching)
    {
        // Out of range it stops until it is moved.
        if (fetching.IsOutOfRange || log.Seen()?.Partitions.GetValueOrDefault(number) is not { } truth || truth.Sickness is not null)
            return;
        if (fetching.Position < truth.LogStart || fetching.Position > truth.LogEnd)
        {
            fetching.Queue.Enqueue((truth, LogItem.OutOfRange(fetching.Position)));
            fetching.IsOutOfRange = true;
            return;
        }

        for (int most = simulation.World.Random.Between(1, 40); most > 0 && truth.NextVisible(fetching.Position) is { } record; most--)
        {
            fetching.Queue.Enqueue((truth, LogItem.Of(record)));
            fetching.Position = record.Offset + 1;
        }

        long end = truth.VisibleEnd;
        if (truth.NextVisible(fetching.Position) is null && truth.OpenTransaction is null && fetching.EndSaid != (truth, end))
        {
            fetching.Position = Math.Max(fetching.Position, end);
            fetching.EndSaid = (truth, end);
            fetching.Queue.Enqueue((truth, LogItem.EndOfPartition(fetching.Position)));
        }
    }

    private sealed class Fetching(long position)
    {
        public long Position { get; set; } = position;

        public bool IsOutOfRange { get; set; }

        public (SimulatedPartition, long)? EndSaid { get; set; }

        public Queue<(SimulatedPartition Truth, LogItem Item)> Queue { get; } = [];

        /// <summary>Records whose offsets are not stored yet.</summary>
        public List<(SimulatedPartition Truth, long Offset)> Given { get; } = [];
    }
}
