using KafkaStore.Estimating;

namespace KafkaStore.Cli.Estimate;

/// <summary>Reads <c>--sample</c>.</summary>
internal static class SampleText
{
    /// <exception cref="UsageException">It is none of the three.</exception>
    public static SampleSize Read(string? text, string option)
    {
        if (text is null)
            return SampleSize.Default;
        if (text.Equals("all", StringComparison.OrdinalIgnoreCase))
            return SampleSize.All;
        if (
            text.EndsWith('%')
            && double.TryParse(
                text.AsSpan(0, text.Length - 1),
                NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out double percent
            )
            && percent is > 0 and <= 100
        )
        {
            return percent == 100 ? SampleSize.All : SampleSize.OfShare(percent / 100);
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long records) && records > 0
            ? SampleSize.OfRecords(records)
            : throw new UsageException(
                $"{option} takes a number of records from 1, such as 50000, a share of each partition up to 100%, such as 10%, or all, not '{text}'."
            );
    }
}
