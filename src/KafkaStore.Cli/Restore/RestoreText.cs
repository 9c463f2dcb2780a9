using KafkaStore.Restoring;
using KafkaStore.Restoring.Targets;

namespace KafkaStore.Cli.Restore;

/// <summary>The outcome for people: a line a partition, the summary last.</summary>
internal static class RestoreText
{
    public static void WriteCounts(TextWriter output, IReadOnlyList<(RestorePartition Plan, SurveyedPartition Counted)> partitions)
    {
        foreach ((RestorePartition plan, SurveyedPartition counted) in partitions)
        {
            string unwritable =
                counted.Unwritable == 0
                    ? ""
                    : $"; of these {Number(counted.Unwritable)} with the timestamp 0, the first at offset {counted.FirstUnwritable}";
            output.WriteLine(
                $"{plan.Source} -> {plan.Target}: {Count(counted.Records, "record")}, {Count(counted.StoredBytes, "byte")} as stored{unwritable}"
            );
        }

        output.WriteLine(
            $"{Count(partitions.Sum(partition => partition.Counted.Records), "record")}, {Count(partitions.Sum(partition => partition.Counted.StoredBytes), "byte")} "
                + $"as stored in {Count(partitions.Count, "partition")} would be restored; nothing was written"
        );
    }

    public static void Write(TextWriter output, RestoreReport report, string brokers, string state)
    {
        foreach (RestoredPartition partition in report.Partitions)
        {
            string offsets = partition.Offsets.IsEmpty ? "" : $", offsets {partition.Offsets}";
            string found = partition.Found == 0 ? "" : $", of which {Number(partition.Found)} were found behind the last checkpoint";
            output.WriteLine(
                $"{partition.Source} -> {partition.Target}: {Count(partition.Records, "record")}, {Count(partition.Bytes, "byte")}{offsets}{found}"
            );
        }

        string resumed = report.Resumed ? $", begun by an earlier run; {state} remembers it" : "";
        output.WriteLine(
            $"{Count(report.Records, "record")}, {Count(report.Bytes, "byte")} in {Count(report.Partitions.Count, "partition")} restored to {brokers}{resumed}"
        );
    }

    public static void Write(TextWriter output, IReadOnlyList<VerifiedPartition> verified)
    {
        foreach (VerifiedPartition partition in verified)
        {
            output.WriteLine(
                partition.IsEqual
                    ? $"{partition.Target}: {Count(partition.Restored, "record")} equal to the archive's, sha256 {partition.RestoredDigest}"
                    : $"{partition.Target}: differs from the archive{At(partition.FirstDifference)}: {Count(partition.Restored, "record")} with sha256 {partition.RestoredDigest}, "
                        + $"archived {Count(partition.Archived, "record")} with sha256 {partition.ArchivedDigest}"
            );
        }
    }

    private static string At(long? offset) => offset is { } at ? string.Create(CultureInfo.InvariantCulture, $" at offset {at}") : "";

    private static string Count(long number, string unit) => $"{Number(number)} {unit}{(number == 1 ? "" : "s")}";

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
