namespace KafkaStore.Functions.Settings;

/// <summary>How much one process serves over HTTP, and how much a request may ask for: all limits of it.</summary>
public sealed record HttpReadingOptions
{
    public const int MostStreams = 10_000;
    public const int MostWaiters = 100_000;

    /// <summary>Objects of a page of the list of segments, where a request does not say how many.</summary>
    public const int DefaultSegments = 100;
    public const int MostSegments = 1000;

    /// <summary>How long a request may ask to wait for records.</summary>
    public static TimeSpan LongestWait { get; } = TimeSpan.FromSeconds(60);

    /// <summary>Requests for records that are answered at a time; more are told to come back. Default: 8.</summary>
    public int Streams { get; init; } = 8;

    /// <summary>Requests that wait for records at a time, beside those. Default: 64.</summary>
    public int Waiters { get; init; } = 64;

    /// <summary>Encoded and uncompressed size of a page, about. Default: 64 MiB, which a client at 4 Mbit/s has in time.</summary>
    public long PageBytes { get; init; } = PageLimits.Default.Bytes;

    /// <summary>How often a waiting request looks for records; each look is a request to the store. Default: 1 s.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);
}
