using KafkaStore.Broker;

namespace KafkaStore.Archiving;

/// <summary>How a topic is archived.</summary>
public sealed record TopicPolicy
{
    public static readonly TimeSpan DefaultSafetyWindow = TimeSpan.FromHours(8);

    /// <summary>Where its segments end.</summary>
    public SegmentPolicy Segments { get; init; } = SegmentPolicy.Default;

    /// <summary>Of archive objects; staged chunks are never compressed.</summary>
    public ContainerCodec Codec { get; init; } = ContainerCodec.Deflate();

    /// <summary>How long past its maximum age an idle segment stays open for late records. Default 8 h, as the original's.</summary>
    public TimeSpan SafetyWindow { get; init; } = DefaultSafetyWindow;

    /// <summary>Where partitions begin that have neither an archive nor a start marker.</summary>
    public OffsetReset OffsetReset { get; init; } = OffsetReset.Earliest;

    /// <summary>What happens when it was deleted and created again. Default: it goes on as another generation.</summary>
    public OnRecreated OnRecreated { get; init; } = OnRecreated.NewGeneration;
}

/// <summary>The policy of the topics that a pattern matches.</summary>
public sealed record PatternPolicy(TopicPattern Pattern, TopicPolicy Policy);
