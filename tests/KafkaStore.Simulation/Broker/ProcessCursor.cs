namespace KafkaStore.Simulation.Broker;

/// <summary>
/// A consumer of our own: what it has queued it still gives after the topic was created again, and then it reads on in the new
/// one at the same offset, with nothing said.
/// </summary>
internal sealed class ProcessCursor(ProcessLog log, Simulation simulation, Host host, int partition) : ILogCursor
{
    private SimulatedPartition? truth;
    private long at;
    private int queued;

    public Task SeekAsync(long offset, CancellationToken cancellationToken)
    {
        at = offset;
        queued = 0; // seeking purges it
        return Task.CompletedTask;
    }

    public async ValueTask<LogItem> ReadAsync(CancellationToken cancellationToken)
    {
        await simulation.World.Yield(host, "reads the log");
        log.ThrowIfAway();
        if (queued == 0 || truth is null)
            Fetch();
        else
            queued--;
        return truth is null ? LogItem.Nothing(at) : Read(truth);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Fetch()
    {
        truth = log.Seen() is { } topic && topic.Partitions.TryGetValue(partition, out SimulatedPartition? found) ? found : null;
        queued = simulation.IsCalm ? 0 : simulation.World.Random.Below(5);
    }

    private LogItem Read(SimulatedPartition from)
    {
        switch (from.Sickness)
        {
            case Sickness.Damaged when at >= from.DamagedAt:
                throw new UnreadableLogException(from.Name ?? default, from.DamagedAt, "it is damaged");
            case Sickness.Leaderless:
                return LogItem.Nothing(at);
            case Sickness.Unanswered:
                throw new BrokerUnavailableException("The simulated partition does not answer.");
            default:
                break;
        }

        if (simulation.Mutation.TakesSilenceForEnd && simulation.World.Random.Chance(300))
            return LogItem.EndOfPartition(from.VisibleEnd);
        if (at < from.LogStart || at > from.LogEnd)
            return LogItem.OutOfRange(at);
        if (from.NextVisible(at) is { } record)
        {
            if (from.Sickness == Sickness.Damaged && record.Offset >= from.DamagedAt)
                throw new UnreadableLogException(from.Name ?? default, from.DamagedAt, "it is damaged");
            at = record.Offset + 1;
            return LogItem.Of(record);
        }

        if (from.OpenTransaction is not null && at >= from.VisibleEnd)
            return LogItem.Nothing(at);
        at = Math.Max(at, from.VisibleEnd);
        return LogItem.EndOfPartition(at);
    }
}
