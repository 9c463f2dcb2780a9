namespace KafkaStore.Scripted.Topics;

/// <summary>A topic's settings: its own, else Kafka's defaults. Those that the broker obeys are properties.</summary>
public sealed class TopicConfig
{
    /// <summary>Of Apache Kafka 4.</summary>
    internal static IReadOnlyDictionary<string, string> Defaults { get; } =
        new Dictionary<string, string>
        {
            ["cleanup.policy"] = "delete",
            ["compression.type"] = "producer",
            ["delete.retention.ms"] = "86400000",
            ["file.delete.delay.ms"] = "60000",
            ["flush.messages"] = "9223372036854775807",
            ["flush.ms"] = "9223372036854775807",
            ["index.interval.bytes"] = "4096",
            ["max.compaction.lag.ms"] = "9223372036854775807",
            ["max.message.bytes"] = "1048588",
            ["message.timestamp.after.max.ms"] = "3600000",
            ["message.timestamp.before.max.ms"] = "9223372036854775807",
            ["message.timestamp.type"] = "CreateTime",
            ["min.cleanable.dirty.ratio"] = "0.5",
            ["min.compaction.lag.ms"] = "0",
            ["min.insync.replicas"] = "1",
            ["preallocate"] = "false",
            ["retention.bytes"] = "-1",
            ["retention.ms"] = "604800000",
            ["segment.bytes"] = "1073741824",
            ["segment.index.bytes"] = "10485760",
            ["segment.jitter.ms"] = "0",
            ["segment.ms"] = "604800000",
            ["unclean.leader.election.enable"] = "false",
        };

    private readonly ConcurrentDictionary<string, string> own = new();

    /// <summary>What differs from the defaults because somebody said so.</summary>
    public IReadOnlyDictionary<string, string> Own => own;

    /// <summary>By Kafka's names. Null takes a topic's own value away.</summary>
    /// <exception cref="ArgumentException">There is no such setting.</exception>
    public string? this[string name]
    {
        get => own.GetValueOrDefault(name) ?? Defaults.GetValueOrDefault(name);
        set
        {
            if (!Defaults.ContainsKey(name))
                throw new ArgumentException($"Topics have no setting {name}.", nameof(name));
            if (value is null)
                own.TryRemove(name, out _);
            else
                own[name] = value;
        }
    }

    /// <summary>The largest batch that a producer may write.</summary>
    public int MaxMessageBytes => int.Parse(this["max.message.bytes"]!, CultureInfo.InvariantCulture);

    /// <summary>The same, since a batch lies in one segment.</summary>
    public int SegmentBytes => int.Parse(this["segment.bytes"]!, CultureInfo.InvariantCulture);

    /// <summary>Whether records get the broker's time instead of their own.</summary>
    public bool StampsAppendTime => this["message.timestamp.type"] == "LogAppendTime";

    /// <summary>Whether a produced record must have a key.</summary>
    public bool IsCompacted => this["cleanup.policy"]!.Contains("compact");

    /// <summary>How old records may become; null: they are kept.</summary>
    public TimeSpan? Retention => Milliseconds("retention.ms") is >= 0 and var kept ? TimeSpan.FromMilliseconds(kept) : null;

    internal bool IsOwn(string name) => own.ContainsKey(name);

    internal bool Accepts(long timestamp, long now) =>
        StampsAppendTime
        || (
            (now - timestamp <= Milliseconds("message.timestamp.before.max.ms") || timestamp > now)
            && (timestamp - now <= Milliseconds("message.timestamp.after.max.ms") || timestamp < now)
        );

    private long Milliseconds(string name) => long.Parse(this[name]!, CultureInfo.InvariantCulture);
}
