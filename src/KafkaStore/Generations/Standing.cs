namespace KafkaStore.Generations;

/// <summary>What is known of a generation at the broker, and so what staged records of it may be believed.</summary>
public abstract record Standing
{
    private Standing() { }

    /// <summary>No marker says which topic of Kafka it is: offsets and bytes are all there is to go by.</summary>
    public sealed record Unnoted : Standing;

    /// <summary>The broker has it.</summary>
    /// <param name="AskedAt">When that was asked. What was accepted a settling time before is of this topic and of no later one.</param>
    public sealed record Current(DateTimeOffset AskedAt) : Standing;

    /// <summary>It can't be had at present whether the broker has it; it is to be asked again.</summary>
    /// <param name="Why">A sentence without its full stop.</param>
    public sealed record Unknown(string Why) : Standing;

    /// <summary>The broker probably has another topic of that name now, or none; it is to be asked again.</summary>
    /// <param name="Why">A sentence without its full stop.</param>
    /// <param name="IsGone">It has none.</param>
    public sealed record Doubtful(string Why, bool IsGone = false) : Standing;

    /// <summary>The brokers have had no topic of that name for a day. It may come back; until then nothing is asked about it.</summary>
    /// <param name="SeenAt">When it was last seen there.</param>
    public sealed record Gone(DateTimeOffset SeenAt) : Standing;

    /// <summary>The broker has another topic of that name now.</summary>
    /// <param name="SeenAt">When it was last seen there; null where nobody knows.</param>
    /// <param name="ReplacedAt">When the next generation was noted.</param>
    /// <param name="Next">That generation.</param>
    public sealed record Former(DateTimeOffset? SeenAt, DateTimeOffset ReplacedAt, TopicGeneration Next) : Standing;
}
