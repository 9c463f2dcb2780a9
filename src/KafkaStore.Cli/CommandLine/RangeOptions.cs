using System.CommandLine;
using System.Globalization;
using KafkaStore.Reading;
using KafkaStore.Records;

namespace KafkaStore.Cli.CommandLine;

/// <summary>The options that say which records of an archive are wanted, the same for every command.</summary>
internal sealed class RangeOptions
{
    private const int MaximumPartition = 999_999;

    public Option<string[]> Partition { get; } = OptionText.Several(
        "--partition", "N", "Only this partition; may be given several times. [default: all]");

    public Option<string?> FromOffset { get; } = OptionText.Create("--from-offset", "OFFSET", "First offset, of every partition. [default: the archive's first]");

    public Option<string?> ToOffset { get; } = OptionText.Create("--to-offset", "OFFSET", "End of the offsets, exclusive. [default: the archive's end]");

    public Option<string?> FromTime { get; } = OptionText.Create(
        "--from-time", "TIME", "Only records with this timestamp or a later one: ISO 8601 (UTC unless it says otherwise) or Unix milliseconds.");

    public Option<string?> ToTime { get; } = OptionText.Create("--to-time", "TIME", "Only records with an earlier timestamp than this.");

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { Partition, FromOffset, ToOffset, FromTime, ToTime })
            command.Options.Add(option);
    }

    /// <summary>Empty for all.</summary>
    /// <exception cref="UsageException">One is not a partition's number.</exception>
    public IReadOnlyList<int> Partitions(ParseResult result)
    {
        var partitions = new SortedSet<int>();
        foreach (string text in result.GetValue(Partition) ?? [])
        {
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number > MaximumPartition)
                throw new UsageException($"--partition takes a partition's number, not '{text}'.");
            partitions.Add(number);
        }

        return [.. partitions];
    }

    /// <param name="result">What was typed.</param>
    /// <param name="partition">Of which it is to be.</param>
    /// <exception cref="UsageException">A bound can't be read, or the range ends before it begins.</exception>
    public RecordRange Range(ParseResult result, TopicPartition partition = default)
    {
        var range = new RecordRange(partition)
        {
            FromOffset = Offset(result, FromOffset) ?? 0,
            ToOffset = Offset(result, ToOffset) ?? long.MaxValue,
            FromTime = Time(result, FromTime) ?? long.MinValue,
            ToTime = Time(result, ToTime) ?? long.MaxValue,
        };
        if (range.FromOffset >= range.ToOffset)
            throw new UsageException("--to-offset is exclusive and must be greater than --from-offset.");
        if (range.FromTime >= range.ToTime)
            throw new UsageException("--to-time is exclusive and must be later than --from-time.");
        return range;
    }

    private static long? Offset(ParseResult result, Option<string?> option) => result.Number(option, 0, long.MaxValue, "an offset, a whole number from 0");

    private static long? Time(ParseResult result, Option<string?> option)
    {
        if (result.GetValue(option) is not { } text)
            return null;
        return TimeText.TryParse(text, out long time)
            ? time
            : throw new UsageException($"{option.Name} takes a time such as 2026-11-22T17:00:00Z, or Unix milliseconds, not '{text}'.");
    }
}
