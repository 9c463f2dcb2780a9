namespace KafkaStore.Simulation.Broker;

/// <summary>The broker as one process asks it: every question is a yield point and may fail, or meet a broker that lags behind.</summary>
internal sealed class ProcessLog(Simulation simulation, Host host) : IRecordLog, ITopicIdentities
{
    private Scenario Scenario => simulation.Scenario;

    public async Task<BoundsAnswer> AskBoundsAsync(IReadOnlyCollection<string> topics, CancellationToken cancellationToken)
    {
        await simulation.World.Yield(host, "asks log bounds");
        ThrowIfAway();
        if (topics.Count == 0)
            return new BoundsAnswer([], []);
        if (Seen() is not { } topic)
            return new BoundsAnswer([], [new LogTrouble(SimulatedTopic.Name, null, Unknown())]);
        var bounds = new List<LogBounds>();
        var troubles = new List<LogTrouble>();
        foreach ((int number, SimulatedPartition partition) in topic.Partitions)
        {
            if (partition.Sickness is { } sickness && sickness != Sickness.Damaged)
                troubles.Add(new LogTrouble(SimulatedTopic.Name, number, new BrokerUnavailableException($"{number} is {sickness}.")));
            else
                bounds.Add(new LogBounds(new TopicPartition(SimulatedTopic.Name, number), partition.LogStart, partition.VisibleEnd));
        }

        return new BoundsAnswer(bounds, troubles);
    }

    public async Task<IdentityAnswer> AskAsync(string topic, CancellationToken cancellationToken)
    {
        if (!Scenario.Topics.HasIds)
            return new IdentityAnswer.WithoutIds();
        await simulation.World.Yield(host, "asks for the topic's id");
        IdentityAnswer answer =
            simulation.Log.Away || simulation.Happens(Scenario.BrokerErrors) ? new IdentityAnswer.NoAnswer("the simulated broker is away")
            : simulation.Happens(Scenario.Topics.ZeroIds) ? new IdentityAnswer.WithoutIds()
            : Seen() is { } seen ? seen.Id
            : new IdentityAnswer.UnknownTopic();
        if (simulation.World.History is not null)
            simulation.World.Note(host.Name, $"  is given {answer}");
        return answer;
    }

    public ILogCursor OpenCursor(TopicPartition partition) => new ProcessCursor(this, simulation, host, partition.Partition);

    /// <summary>What the broker that is asked now knows of the topic.</summary>
    public SimulatedTopic? Seen() =>
        simulation.Log.SeenWithLag(
            simulation.Happens(Scenario.Topics.Lagging) ? simulation.World.Random.Below(Scenario.Topics.LagMilliseconds + 1) : 0
        );

    public void ThrowIfAway()
    {
        if (simulation.Log.Away || simulation.Happens(Scenario.BrokerErrors))
        {
            simulation.Faults++;
            throw new BrokerUnavailableException("The simulated broker is away.");
        }
    }

    private static UnknownTopicException Unknown() => new(SimulatedTopic.Name, "The simulated broker");
}
