namespace KafkaStore.Functions.Http;

/// <summary>What a request for records asks for.</summary>
/// <param name="Range">Which records.</param>
/// <param name="Limit">Records of a page at most, counted by offsets.</param>
/// <param name="Wait">How long to wait for the first record at the end of the archive.</param>
/// <param name="Decodes">Whether keys and values are decoded by the schemas that the archive keeps.</param>
internal sealed record RangeQuery(RecordRange Range, long? Limit, TimeSpan Wait, bool Decodes)
{
    /// <exception cref="ProblemException">A parameter can't be read, or contradicts another.</exception>
    public static RangeQuery Parse(TopicPartition partition, IQueryCollection query)
    {
        var values = new QueryValues(query, "fromOffset", "toOffset", "fromTime", "toTime", "limit", "wait", "decode");
        var range = new RecordRange(partition)
        {
            FromOffset = values.Number("fromOffset", 0, long.MaxValue) ?? 0,
            ToOffset = values.Number("toOffset", 0, long.MaxValue) ?? long.MaxValue,
            FromTime = values.Time("fromTime") ?? long.MinValue,
            ToTime = values.Time("toTime") ?? long.MaxValue,
        };
        if (range.ToOffset < range.FromOffset)
        {
            throw ProblemException.Parameter(
                "toOffset",
                $"toOffset {range.ToOffset} lies before fromOffset {range.FromOffset}. It is the first offset that is not wanted."
            );
        }

        if (range.ToTime < range.FromTime)
            throw ProblemException.Parameter("toTime", "toTime lies before fromTime. It is the first time that is not wanted.");
        return new RangeQuery(
            range,
            values.Number("limit", 1, int.MaxValue),
            values.Seconds("wait", HttpReadingOptions.LongestWait),
            values.Flag("decode")
        );
    }

    /// <summary>The same from another offset on, as a query.</summary>
    public IEnumerable<(string Name, object Value)> From(long offset)
    {
        yield return ("fromOffset", offset);
        if (Range.ToOffset != long.MaxValue)
            yield return ("toOffset", Range.ToOffset);
        if (Range.FromTime != long.MinValue)
            yield return ("fromTime", Range.FromTime);
        if (Range.ToTime != long.MaxValue)
            yield return ("toTime", Range.ToTime);
        if (Limit is { } limit)
            yield return ("limit", limit);
        if (Wait > TimeSpan.Zero)
            yield return ("wait", (long)Wait.TotalSeconds);
        if (Decodes)
            yield return ("decode", "true");
    }
}
