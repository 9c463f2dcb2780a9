using KafkaStore.Reading.Ranges;

namespace KafkaStore.Cli.CommandLine;

/// <summary>The options that say which records of an archive are wanted, the same for every command.</summary>
/// <param name="begin">Where the range begins unless it is said.</param>
internal sealed class RangeOptions(string begin)
{
    // As milliseconds it lies before 1973, as seconds it is of our time.
    private const long LikelySeconds = 100_000_000_000;

    private const string TimeForms =
        "ISO 8601, UTC unless it says otherwise, such as 2026-03-01 or 2026-03-01T12:00:00+01:00, or milliseconds since 1970";

    private readonly Option<string?> fromOffset = OptionText.Create(
        "--from-offset N",
        $"First offset, inclusive, of every partition. [default: {begin}]"
    );
    private readonly Option<string?> toOffset = OptionText.Create("--to-offset N", "Offset to stop before. [default: the archive's end]");
    private readonly Option<string?> fromTime = OptionText.Create(
        "--from-time TIME",
        $"Only records with this timestamp or a later one: {TimeForms}. They may lie anywhere; none is missed."
    );

    private readonly Option<string?> toTime = OptionText.Create("--to-time TIME", "Only records with an earlier timestamp.");

    private readonly Option<string[]> partition = OptionText.Several(
        "--partition N,…|all",
        "Only these partitions, one after the other in the order of their numbers. May be given several times. [default: all]"
    );

    public void AddTo(Command command)
    {
        command.Add(fromOffset, toOffset, fromTime, toTime, partition);
    }

    /// <exception cref="UsageException">A bound can't be read, or lies after the other.</exception>
    public RangeBounds Bounds(ParseResult result)
    {
        var bounds = new RangeBounds
        {
            FromOffset = Offset(result, fromOffset),
            ToOffset = Offset(result, toOffset),
            FromTime = Time(result, fromTime),
            ToTime = Time(result, toTime),
        };
        ThrowIfExchanged(result, fromOffset, toOffset, bounds.FromOffset > bounds.ToOffset);
        ThrowIfExchanged(result, fromTime, toTime, bounds.FromTime > bounds.ToTime);
        return bounds;
    }

    /// <summary>Null where none was given.</summary>
    /// <exception cref="UsageException">One is not a partition's number.</exception>
    public PartitionChoice? Partitions(ParseResult result) =>
        result.GetValue(partition) is { Length: > 0 } texts ? PartitionChoice.Parse(texts) : null;

    private static long? Offset(ParseResult result, Option<string?> option) =>
        result.Number(option, 0, long.MaxValue, "an offset, a whole number from 0");

    private static long? Time(ParseResult result, Option<string?> option)
    {
        if (result.GetValue(option) is not { } text)
            return null;
        if (!TimeText.TryParse(text, out long time))
            throw new UsageException($"{option.Name} takes {TimeForms}, not '{text}'.");
        if (text.All(char.IsAsciiDigit) && time is > 0 and < LikelySeconds)
        {
            Console.Error.WriteLine(
                $"note: {option.Name} {text} is in milliseconds: {TimeText.Format(time)}. If seconds are meant, add three zeros."
            );
        }

        return time;
    }

    private static void ThrowIfExchanged(ParseResult result, Option<string?> from, Option<string?> to, bool exchanged)
    {
        if (exchanged)
            throw new UsageException($"{from.Name} {result.GetValue(from)} lies after {to.Name} {result.GetValue(to)}. Exchange the two.");
    }
}
