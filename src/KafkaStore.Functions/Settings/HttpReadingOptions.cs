namespace KafkaStore.Functions.Settings;

/// <summary>How much one process serves over HTTP.</summary>
public sealed record HttpReadingOptions
{
    /// <summary>Requests for records that are answered at a time; more are told to come back. Default: 8.</summary>
    public int Streams { get; init; } = 8;

    /// <summary>Requests that wait for records at a time, beside those. Default: 64.</summary>
    public int Waiters { get; init; } = 64;

    /// <summary>Encoded and uncompressed size of a page, about. Default: 64 MiB, which a client at 4 Mbit/s has in time.</summary>
    public long PageBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>How often a waiting request looks for records; each look is a request to the store. Default: 1 s.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);
}
