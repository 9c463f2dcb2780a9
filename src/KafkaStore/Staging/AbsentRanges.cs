namespace KafkaStore.Staging;

/// <summary>Ranges as a chunk's header lists them: <c>FROM-TO,FROM-TO</c>, ends exclusive, ascending.</summary>
internal static class AbsentRanges
{
    public static string Format(IEnumerable<OffsetRange> ranges) =>
        string.Join(',', ranges.Select(range => string.Create(CultureInfo.InvariantCulture, $"{range.From}-{range.To}")));

    /// <summary>Null when the text is not such a list inside <paramref name="whole"/>.</summary>
    public static IReadOnlyList<OffsetRange>? Parse(string? text, OffsetRange whole)
    {
        if (text is null)
            return null;
        var ranges = new List<OffsetRange>();
        long at = whole.From;
        foreach (string part in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            int dash = part.IndexOf('-', StringComparison.Ordinal);
            if (
                dash < 0
                || !long.TryParse(part.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out long from)
                || !long.TryParse(part.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out long to)
                || from < at
                || to <= from
                || to > whole.To
            )
            {
                return null;
            }

            ranges.Add(new OffsetRange(from, to));
            at = to;
        }

        return ranges;
    }

    /// <summary>The offsets between records that have none.</summary>
    public static IReadOnlyList<OffsetRange> Between(IReadOnlyList<EncodedRecord> records)
    {
        var ranges = new List<OffsetRange>();
        for (int i = 1; i < records.Count; i++)
        {
            if (records[i].Offset > records[i - 1].Offset + 1)
                ranges.Add(new OffsetRange(records[i - 1].Offset + 1, records[i].Offset));
        }

        return ranges;
    }
}
