namespace KafkaStore.Broker;

/// <summary>
/// What the host at hand calls the choices that texts tell people to make: options of a command, or settings of an app. The
/// domain and its adapters know neither; unless a host says so, they are named in plain words.
/// </summary>
public sealed record OptionNames
{
    public static OptionNames InWords { get; } = new();

    /// <summary>To follow "check".</summary>
    public string Brokers { get; init; } = "the addresses of the brokers";

    /// <summary>To follow "check".</summary>
    public string Topic { get; init; } = "the topic's name";

    /// <summary>Says where a topic begins, to follow "use"; null where that can't be chosen.</summary>
    public string? OffsetReset { get; init; }

    /// <summary>Begins a topic with all that the broker still has; to follow "say it with".</summary>
    public string FromEarliest { get; init; } = "the offset reset 'earliest'";

    /// <summary>Begins a topic with what comes from now on; the same.</summary>
    public string FromLatest { get; init; } = "the offset reset 'latest'";

    /// <summary>Accepts that what an earlier staging location held is lost; to follow "accept the loss with".</summary>
    public string AcceptStagingLoss { get; init; } = "the setting that says so";
}
