using System.Text.RegularExpressions;

namespace KafkaStore.Segments;

/// <summary>Where segments end, decided from the records alone.</summary>
/// <param name="MaximumAge">A record this much younger than the segment's first timestamp starts the next segment; positive.</param>
/// <param name="MaximumBytes">Encoded, uncompressed record bytes that end a segment, the record that reaches it included; positive.</param>
/// <param name="MaximumRecords">Number of records that ends a segment; null for no limit.</param>
public sealed partial record SegmentPolicy(TimeSpan MaximumAge, long MaximumBytes, long? MaximumRecords = null)
{
    public static readonly TimeSpan DefaultMaximumAge = TimeSpan.FromSeconds(3600);

    public const long DefaultMaximumBytes = 256L * 1024 * 1024;

    public static SegmentPolicy Default { get; } = new(DefaultMaximumAge, DefaultMaximumBytes);

    /// <summary>In milliseconds, the resolution of Kafka's timestamps.</summary>
    public long MaximumAgeMilliseconds => MaximumAge.Ticks / TimeSpan.TicksPerMillisecond;

    /// <summary>Whether a record of that timestamp starts the next segment; both in Unix milliseconds.</summary>
    /// <param name="first">The segment's first that is not negative; null while there is none.</param>
    public bool EndsBefore(long? first, long timestamp) => timestamp >= first && timestamp - first >= MaximumAgeMilliseconds;

    /// <summary>The reason when a segment ends that has so much; null when it goes on.</summary>
    public RollReason? EndsWith(long records, long bytes)
    {
        if (bytes >= MaximumBytes)
            return RollReason.Size;
        return records >= MaximumRecords ? RollReason.Count : null;
    }

    /// <summary>As an archive object's header has it: <c>age=3600000ms size=268435456B</c>, then <c>count=N</c> if there is that limit.</summary>
    public override string ToString()
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"age={MaximumAgeMilliseconds}ms size={MaximumBytes}B");
        return MaximumRecords is { } records ? string.Create(CultureInfo.InvariantCulture, $"{text} count={records}") : text;
    }

    /// <summary>The inverse of <see cref="ToString"/>; null for anything that it would not write, and for what <see cref="Problem"/> refuses.</summary>
    public static SegmentPolicy? Parse(string? text)
    {
        Match match = Form().Match(text ?? "");
        if (
            !match.Success
            || !long.TryParse(match.Groups["age"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out long age)
            || age > TimeSpan.MaxValue.Ticks / TimeSpan.TicksPerMillisecond
            || !long.TryParse(match.Groups["size"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out long bytes)
        )
        {
            return null;
        }

        long? records = null;
        if (match.Groups["count"] is { Success: true } count)
        {
            if (!long.TryParse(count.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out long limit))
                return null;
            records = limit;
        }

        var policy = new SegmentPolicy(new TimeSpan(age * TimeSpan.TicksPerMillisecond), bytes, records);
        return policy.Problem() is null && policy.ToString() == text ? policy : null;
    }

    /// <summary>Null when it can be used, otherwise one sentence on what is wrong.</summary>
    public string? Problem()
    {
        if (MaximumAge < TimeSpan.FromMilliseconds(1))
            return "The maximum age of a segment must be at least 1 ms.";
        if (MaximumBytes < 1)
            return "The maximum size of a segment must be at least 1 byte.";
        return MaximumRecords < 1 ? "The maximum number of records in a segment must be at least 1." : null;
    }

    [GeneratedRegex("^age=(?<age>[0-9]+)ms size=(?<size>[0-9]+)B( count=(?<count>[0-9]+))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
