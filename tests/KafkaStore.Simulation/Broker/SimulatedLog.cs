namespace KafkaStore.Simulation.Broker;

/// <summary>The brokers' side of all partitions, and what one process sees of it when it asks.</summary>
internal sealed class SimulatedLog
{
    public SortedDictionary<TopicPartition, SimulatedPartition> Partitions { get; } = [];

    public bool Away { get; set; }

    public IReadOnlyList<LogBounds> Bounds() =>
        [.. Partitions.Values.Select(partition => new LogBounds(partition.Partition, partition.LogStart, partition.VisibleEnd))];
}

/// <summary>The broker as one process asks it: every question is a yield point and may fail.</summary>
internal sealed class ProcessLog(Simulation simulation, Host host) : IRecordLog, ITopicIdentities
{
    public async Task<BoundsAnswer> AskBoundsAsync(IReadOnlyCollection<string> topics, CancellationToken cancellationToken)
    {
        await simulation.World.Yield(host, "asks log bounds");
        ThrowIfAway();
        return new BoundsAnswer(simulation.Log.Bounds(), []);
    }

    /// <summary>No topic has an id here yet, nor is one created again.</summary>
    public Task<IdentityAnswer> AskAsync(string topic, CancellationToken cancellationToken) =>
        Task.FromResult<IdentityAnswer>(new IdentityAnswer.WithoutIds());

    public ILogCursor OpenCursor(TopicPartition partition) => new Cursor(this, simulation, host, partition);

    private void ThrowIfAway()
    {
        if (simulation.Log.Away || simulation.Happens(simulation.Scenario.BrokerErrors))
        {
            simulation.Faults++;
            throw new BrokerUnavailableException("The simulated broker is away.");
        }
    }

    private sealed class Cursor(ProcessLog log, Simulation simulation, Host host, TopicPartition partition) : ILogCursor
    {
        private long at;

        public Task SeekAsync(long offset, CancellationToken cancellationToken)
        {
            at = offset;
            return Task.CompletedTask;
        }

        public async ValueTask<LogItem> ReadAsync(CancellationToken cancellationToken)
        {
            await simulation.World.Yield(host, "reads the log");
            log.ThrowIfAway();
            SimulatedPartition truth = simulation.Log.Partitions[partition];
            if (simulation.Mutation.TakesSilenceForEnd && simulation.World.Random.Chance(300))
                return LogItem.EndOfPartition(truth.VisibleEnd);
            if (at < truth.LogStart || at > truth.LogEnd)
                return LogItem.OutOfRange(at);
            if (truth.NextVisible(at) is { } record)
            {
                at = record.Offset + 1;
                return LogItem.Of(record);
            }

            if (truth.OpenTransaction is not null && at >= truth.VisibleEnd)
                return LogItem.Nothing(at);
            at = Math.Max(at, truth.VisibleEnd);
            return LogItem.EndOfPartition(at);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
