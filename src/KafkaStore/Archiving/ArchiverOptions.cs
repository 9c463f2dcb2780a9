using KafkaStore.Broker;

namespace KafkaStore.Archiving;

/// <summary>What can be chosen about archiving; the same for both hosts.</summary>
public sealed record ArchiverOptions
{
    /// <summary>Topics that are archived.</summary>
    public required IReadOnlyList<string> Topics { get; init; }

    /// <summary>Of every topic that has none of its own.</summary>
    public TopicPolicy Defaults { get; init; } = new();

    /// <summary>Policies of their own; where several patterns match a topic the last decides.</summary>
    public IReadOnlyList<PatternPolicy> Own { get; init; } = [];

    /// <inheritdoc cref="TopicPolicy.Segments"/>
    public SegmentPolicy Policy
    {
        get => Defaults.Segments;
        init => Defaults = Defaults with { Segments = value };
    }

    /// <inheritdoc cref="TopicPolicy.Codec"/>
    public ContainerCodec Codec
    {
        get => Defaults.Codec;
        init => Defaults = Defaults with { Codec = value };
    }

    /// <inheritdoc cref="TopicPolicy.SafetyWindow"/>
    public TimeSpan SafetyWindow
    {
        get => Defaults.SafetyWindow;
        init => Defaults = Defaults with { SafetyWindow = value };
    }

    /// <inheritdoc cref="TopicPolicy.OffsetReset"/>
    public OffsetReset OffsetReset
    {
        get => Defaults.OffsetReset;
        init => Defaults = Defaults with { OffsetReset = value };
    }

    /// <inheritdoc cref="TopicPolicy.OnRecreated"/>
    public OnRecreated OnRecreated
    {
        get => Defaults.OnRecreated;
        init => Defaults = Defaults with { OnRecreated = value };
    }

    /// <summary>
    /// How long a hole between staged chunks is left alone before the broker is asked, since chunks may be accepted out of
    /// order. Zero where one process reads the partition in order. Default 30 s.
    /// </summary>
    public TimeSpan HoleGrace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Blocks of one segment that are compressed at a time. Default: the number of processors.</summary>
    public int CompressionParallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>Partitions of one batch that are staged at a time; 1 stages them in their order. Default 16.</summary>
    public int StagingParallelism { get; init; } = 16;

    /// <summary>Where segments in the making are kept when they outgrow memory; null for the system's temporary folder.</summary>
    public string? SpoolFolder { get; init; }

    /// <summary>
    /// What was accepted counts as this topic's, and not as that of another created in its place, once the topic's id was asked so
    /// long afterwards and was the same. Outlasts the lag of any broker's metadata, and the difference of clocks. Default 60 s.
    /// </summary>
    public TimeSpan SettlingTime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long after a topic was found to be created again the former one stays open for what another instance may still be
    /// staging of it. Zero where one process works alone. Default 1 h.
    /// </summary>
    public TimeSpan FormerGrace { get; init; } = TimeSpan.FromHours(1);

    /// <summary>A run of sealing leaves the rest to the next one after this long. Default 5 min.</summary>
    public TimeSpan SealTimeLimit { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>More staged chunks than this are merged where they are small. Default 500.</summary>
    internal int SmallChunksAtMost { get; init; } = 500;

    /// <summary>What texts call the choices that they tell people to make. Default: plain words.</summary>
    public OptionNames Names { get; init; } = OptionNames.InWords;

    /// <summary>The operator accepts that what an earlier, vanished staging location held is lost.</summary>
    public bool AcceptStagingLoss { get; init; }

    /// <summary>The same where it may change while the archiver runs; null where it does not.</summary>
    public TopicPolicies? Changing { get; init; }

    /// <summary>Which policy a topic has at the start.</summary>
    public PolicyChoice Choice => new(Defaults, Own);

    /// <param name="topic">As Kafka has it, or a generation of it.</param>
    public TopicPolicy Of(string topic)
    {
        string name = TopicGeneration.TopicOf(topic);
        return Changing?.Of(name) ?? Choice.Of(name);
    }

    /// <summary>A segment's, which it keeps when the topic's is changed meanwhile.</summary>
    public TopicPolicy OfSegment(TopicPartition partition, long baseOffset) =>
        Changing?.OfSegment(partition, baseOffset) ?? Of(partition.Topic);
}
