namespace KafkaStore.Functions.Settings;

/// <summary>How much one process serves over HTTP, and how much a request may ask for: all limits of it.</summary>
public sealed record HttpReadingOptions
{
    public const int MostStreams = 10_000;
    public const int MostWaiters = 100_000;

    /// <summary>Objects of a page of the list of segments, where a request does not say how many.</summary>
    public const int DefaultSegments = 100;
    public const int MostSegments = 1000;

    /// <summary>Runs of a timeline, where a request does not say how many.</summary>
    public const int DefaultRuns = 200;
    public const int MostRuns = 500;

    /// <summary>How long a request may ask to wait for records.</summary>
    public static TimeSpan LongestWait { get; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Requests for records that are answered at a time, half of them of one client; more are told to come back. As many lists beside
    /// those. Default: 16.
    /// </summary>
    public int Streams { get; init; } = 16;

    /// <summary>Requests that wait for records at a time, beside those, half of them of one client. Default: 128.</summary>
    public int Waiters { get; init; } = 128;

    /// <summary>By what clients are told apart. Default: by the key that they send.</summary>
    public ClientIdentity ClientsBy { get; init; }

    /// <summary>How long an answer takes at most, waiting included. Default: 230 s, after which Azure ends it anyway.</summary>
    public TimeSpan LongestAnswer { get; init; } = TimeSpan.FromSeconds(230);

    /// <summary>What a client has to take while it is waited for, on the average. Default: 0, which is anything.</summary>
    public int LeastBytesPerSecond { get; init; }

    /// <summary>How long a client may take nothing. Default: 10 s.</summary>
    public TimeSpan SlownessBorne { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Encoded and uncompressed size of a page, about. Default: 64 MiB, which a client at 4 Mbit/s has in time.</summary>
    public long PageBytes { get; init; } = PageLimits.Default.Bytes;

    /// <summary>How often a waiting request looks for records; each look is a request to the store. Default: 1 s.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);
}
