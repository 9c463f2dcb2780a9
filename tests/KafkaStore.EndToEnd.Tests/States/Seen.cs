namespace KafkaStore.EndToEnd.Tests.States;

/// <summary>What each surface says at a moment.</summary>
internal sealed record Seen
{
    /// <summary>Parts of what the live view shows.</summary>
    public string[] Live { get; init; } = [];

    public string[] NotLive { get; init; } = [];

    /// <summary>Parts of what <c>kafka-store status</c> prints.</summary>
    public string[] Status { get; init; } = [];

    public string[] NotStatus { get; init; } = [];

    /// <summary>Its exit code.</summary>
    public int StatusCode { get; init; }

    /// <summary>Members of <c>GET /api/status</c>.</summary>
    public string[] Api { get; init; } = [];

    /// <summary>Parts of what the page shows.</summary>
    public string[] Page { get; init; } = [];

    public string[] NotPage { get; init; } = [];

    public Metric[] Metrics { get; init; } = [];
}

/// <summary>A series, or the sum of several.</summary>
/// <param name="Name">In Prometheus.</param>
/// <param name="IsRight">What its value has to be.</param>
internal sealed record Metric(string Name, Func<double, bool> IsRight, params (string Label, string Value)[] Labels)
{
    public static Metric Is(string name, double value, params (string Label, string Value)[] labels) =>
        new(name, actual => actual == value, labels);

    public static Metric IsAbove(string name, double value, params (string Label, string Value)[] labels) =>
        new(name, actual => actual > value, labels);
}
