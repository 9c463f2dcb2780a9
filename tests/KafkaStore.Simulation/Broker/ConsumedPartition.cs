namespace KafkaStore.Simulation.Broker;

/// <summary>
/// What one host's client has of one partition. When the topic is created again it first delivers, sooner or later, what it
/// had queued of the former one, and then reads on in the new one: at its old position, or from the beginning.
/// </summary>
internal sealed class ConsumedPartition(Simulation simulation, int number)
{
    /// <summary>No host keeps a batch for longer, says the protocol's day.</summary>
    public const long LongestKept = 20 * 3_600_000;

    private SimulatedPartition? truth;
    private long position;
    private long queuedEnd;
    private long queuedUntil;
    private Fetched? kept;

    private SimulatedRandom Random => simulation.World.Random;

    /// <summary>After a rebalance: from the committed offset again, with nothing queued.</summary>
    public void Forget() => truth = null;

    /// <summary>The next records, if any; <paramref name="committed"/> is where the group begins.</summary>
    public Fetched? Take(int wanted, long? committed)
    {
        SimulatedPartition? current = simulation.Log.Current?.Partitions.GetValueOrDefault(number);
        if (
            kept is { } late
            && simulation.Happens(simulation.Scenario.Topics.LateAgain)
            && simulation.World.Clock.Now - late.At < LongestKept
        )
        {
            return late with { IsLate = true };
        }

        if (truth is null)
            Begin(current, committed);
        else if (truth != current && !DeliversQueued())
            GoOn(current);
        if (truth is null || truth.Sickness is not null)
            return null;
        var records = new List<Record>();
        long end = position;
        long limit = truth == current ? long.MaxValue : queuedEnd;
        while (records.Count < wanted && truth.NextVisible(end) is { } record && record.Offset < limit)
        {
            end = record.Offset + 1;
            records.Add(record);
        }

        if (records.Count == 0)
        {
            if (truth != current)
                queuedUntil = 0;
            return null;
        }

        var fetched = new Fetched(truth, records, position, end, simulation.World.Clock.Now, truth != current);
        position = end;
        if (Random.Chance(300))
            kept = fetched;
        return fetched;
    }

    private void Begin(SimulatedPartition? current, long? committed)
    {
        truth = current;
        position = committed ?? current?.FirstOffset ?? 0;
        if (current is not null && position > current.LogEnd)
            position = current.LogStart;
        queuedUntil = -1;
    }

    // It may come to that late, or have had nothing queued.
    private bool DeliversQueued()
    {
        if (queuedUntil < 0)
        {
            queuedEnd = Random.Chance(300) ? position : position + Random.Below(3 * simulation.Scenario.BatchSize);
            queuedUntil = simulation.World.Clock.Now + Random.Between(1, Random.Chance(700) ? 120_000 : (int)LongestKept);
        }

        return position < queuedEnd && simulation.World.Clock.Now < queuedUntil && !simulation.IsCalm;
    }

    private void GoOn(SimulatedPartition? current)
    {
        truth = current;
        queuedUntil = -1;
        if (current is not null && (position > current.LogEnd || Random.Chance(200)))
            position = current.LogStart;
    }
}

/// <param name="From">The consumer's position before.</param>
/// <param name="To">And after.</param>
/// <param name="At">When it was fetched.</param>
/// <param name="IsLate">Of a topic that is gone: no offset of the group's follows from it.</param>
internal readonly record struct Fetched(
    SimulatedPartition Partition,
    IReadOnlyList<Record> Records,
    long From,
    long To,
    long At,
    bool IsLate
);
