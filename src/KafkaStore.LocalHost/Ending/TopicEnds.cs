using System.Collections.Immutable;
using KafkaStore.Generations;
using KafkaStore.LocalHost.Pump;
using KafkaStore.Naming;

namespace KafkaStore.LocalHost.Ending;

/// <summary>Up to where a run reads each topic that ends at the end, and what it could not see the end of.</summary>
/// <param name="log">Of the brokers.</param>
/// <param name="watermarks">Null in a run that goes on, which waits for no transaction.</param>
/// <param name="pump">Reads.</param>
internal sealed class TopicEnds(IRecordLog log, IHighWatermarks? watermarks, KafkaPump pump)
{
    private readonly Unanswered unanswered = new();
    private ImmutableDictionary<string, RunEnd> ends = ImmutableDictionary<string, RunEnd>.Empty;

    /// <summary>What was not read to its end.</summary>
    public IEnumerable<PartitionShortfall> Shortfalls =>
        ends.Values.SelectMany(end => end.Shortfalls).Concat(unanswered.Shortfalls(pump.Unreadable));

    /// <summary>Of all topics.</summary>
    public IEnumerable<LogBounds> Bounds => ends.Values.SelectMany(end => end.Bounds);

    /// <summary>Those of them that are waited for: of what could not be begun it is said why.</summary>
    public IEnumerable<LogBounds> Awaited => Bounds.Where(end => !unanswered.Has(end.Partition));

    /// <param name="topic">Kafka's name.</param>
    /// <param name="generation">The one that is read of it.</param>
    public bool Has(string topic, TopicGeneration generation) => ends.TryGetValue(topic, out RunEnd? found) && found.IsOf(generation);

    /// <summary>What has no answer at the start is waited for.</summary>
    public void Begin(BoundsAnswer answer) => unanswered.Begin(answer);

    /// <summary>One could not be begun.</summary>
    public void Miss(TopicPartition partition, string reason) => unanswered.Add(partition, reason);

    /// <summary>Nothing of it is waited for any more.</summary>
    /// <param name="topic">Kafka's name.</param>
    public void Remove(string topic)
    {
        ends = ends.Remove(topic);
        unanswered.RemoveTopic(topic);
    }

    /// <param name="topic">Kafka's name.</param>
    /// <param name="bounds">Of its partitions that were answered for.</param>
    /// <exception cref="BrokerUnavailableException">No broker answers.</exception>
    public async Task SetAsync(string topic, IReadOnlyList<LogBounds> bounds, CancellationToken cancellationToken)
    {
        var end = new RunEnd(log, watermarks);
        await end.AddAsync(bounds, cancellationToken);
        ends = ends.SetItem(topic, end);
    }

    /// <summary>What was not answered for before belongs to the run from now on.</summary>
    /// <exception cref="BrokerUnavailableException">No broker answers.</exception>
    public async Task AddLateAsync(BoundsAnswer answer, CancellationToken cancellationToken)
    {
        foreach (LogBounds late in unanswered.Answered(answer))
            await ends[KafkaTopic.Of(late.Partition.Topic)].AddAsync([late], cancellationToken);
    }

    /// <inheritdoc cref="RunEnd.GrowAsync"/>
    public async Task<bool> GrowAsync(CancellationToken cancellationToken)
    {
        bool grown = false;
        foreach (RunEnd end in ends.Values)
            grown |= await end.GrowAsync(cancellationToken);
        return grown;
    }
}
