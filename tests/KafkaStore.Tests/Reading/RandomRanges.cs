namespace KafkaStore.Tests.Reading;

/// <summary>Ranges whose ends lie where mistakes do: at the ends of objects, of the archive and of times, and anywhere.</summary>
internal sealed class RandomRanges(Random random, RandomArchive archive)
{
    public RecordRange Next()
    {
        RecordRange range = new(RangeArchive.Partition);
        if (random.Next(3) > 0)
            range = range with { FromOffset = Offset() };
        if (random.Next(3) > 0)
            range = range with { ToOffset = Offset() };
        if (random.Next(3) == 0)
            range = range with { FromTime = Time() };
        if (random.Next(3) == 0)
            range = range with { ToTime = Time() };
        return range with
        {
            FromOffset = Math.Min(range.FromOffset, range.ToOffset),
            ToOffset = Math.Max(range.FromOffset, range.ToOffset),
            FromTime = Math.Min(range.FromTime, range.ToTime),
            ToTime = Math.Max(range.FromTime, range.ToTime),
        };
    }

    /// <summary>One with a bound in time.</summary>
    public RecordRange NextInTime()
    {
        RecordRange range = Next();
        while (!range.HasTimes)
            range = Next();
        return range;
    }

    private long Offset()
    {
        long near = random.Next(5) switch
        {
            0 => archive.Start,
            1 => archive.End,
            2 => archive.Borders[random.Next(archive.Borders.Count)],
            _ => random.NextInt64(archive.Start, archive.End),
        };
        return Math.Max(0, near + random.Next(-2, 3));
    }

    private long Time() =>
        random.Next(8) switch
        {
            0 => -1,
            1 => 0,
            2 => 1,
            _ => archive.Records[random.Next(archive.Records.Count)].Timestamp + random.Next(-2, 3),
        };
}
