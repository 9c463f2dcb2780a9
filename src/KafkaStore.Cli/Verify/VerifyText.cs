using KafkaStore.Reading.Comparison;
using KafkaStore.Reading.Heads;
using static KafkaStore.Cli.Terminals.ShownFigures;

namespace KafkaStore.Cli.Verify;

/// <summary>The outcome for people: a line a problem, then what was checked, the summary last.</summary>
internal static class VerifyText
{
    public static void Write(TextWriter output, VerifyOutcome outcome)
    {
        foreach (ArchiveProblem problem in outcome.Problems)
            output.WriteLine(Line(problem));
        VerificationReport report = outcome.Report;
        foreach (PartitionReport partition in report.Partitions.Where(partition => partition.OriginalObjects > 0))
        {
            output.WriteLine(
                $"{partition.Partition}: {Count(partition.OriginalObjects, "object")} of the original tool, decoded and counted; they have no digests to check their records by."
            );
        }

        foreach (PartitionReport partition in report.Partitions.Where(partition => partition.ReplacedHeaderNames > 0))
        {
            output.WriteLine(
                $"{partition.Partition}: {Count(partition.ReplacedHeaderNames, "header name")} with U+FFFD: names that are no UTF-8 are archived so, and a comparison with the broker can't tell."
            );
        }

        foreach (PartitionReport partition in report.Partitions.Where(partition => partition.Lost.Count > 0))
        {
            output.WriteLine(
                $"{partition.Partition}: offsets {string.Join(", ", partition.Lost)} are noted as lost: the broker had deleted them before they were accepted."
            );
        }

        foreach (PartitionHead head in report.WithoutObjects)
        {
            output.WriteLine(
                $"{head.Partition}: a start marker names it, and it has no object: nothing of it was archived yet, or all of that is gone."
            );
        }

        if (outcome.Problems.Count(problem => problem.Kind == ProblemKind.Offline) is > 0 and var offline)
        {
            output.WriteLine(
                $"{Count(offline, "object")} in an archive tier: how they follow each other was checked as far as their metadata says, and not what is in them. Bring them back and check again."
            );
        }

        if (outcome.Broker is { } broker)
            WriteBroker(output, broker);
        foreach (PartitionReport partition in report.Partitions.Where(partition => partition.NextOffset is not null))
            output.WriteLine($"{partition.Partition}: {Head(partition)}");
        output.WriteLine(
            $"{Count(report.Objects, "object")}, {Count(report.Records, "record")}, {Count(report.Bytes, "byte")} in "
                + $"{Count(report.Partitions.Count, "partition")} checked, {Count(outcome.Problems.Count, "problem")}"
        );
    }

    private static string Head(PartitionReport partition) =>
        string.Create(CultureInfo.InvariantCulture, $"next offset {partition.NextOffset}, ")
        + (partition.ChainHash is { } hash ? $"chain hash {hash}" : "no chain hash, its last object is the original tool's");

    private static string Line(ArchiveProblem problem)
    {
        string offset = problem.Offset is { } at ? string.Create(CultureInfo.InvariantCulture, $" offset {at}:") : "";
        return $"{problem.Object}:{offset} {problem.Kind}: {problem.Reason.TrimEnd('.')}.".ReplaceLineEndings(" ");
    }

    private static void WriteBroker(TextWriter output, BrokerOutcome broker)
    {
        foreach (string topic in broker.UnknownTopics)
            output.WriteLine($"{topic}: {broker.Brokers} has no such topic, so it was not compared.");
        foreach ((string topic, string newest) in broker.FormerTopics)
            output.WriteLine($"{topic}: the topic was created again, and {broker.Brokers} has {newest}, so it was not compared.");
        IReadOnlyList<ComparedPartition> compared = broker.Partitions;
        foreach (ComparedPartition partition in compared.Where(partition => !partition.Nowhere.IsEmpty))
        {
            output.WriteLine(
                $"{partition.Partition}: offsets {partition.Nowhere} are neither archived nor at {broker.Brokers} any more: lost, unless an archiver has them staged; its next run notes which."
            );
        }

        string line =
            $"{Count(compared.Sum(partition => partition.Equal), "record")} of {Count(compared.Count, "partition")} equal at {broker.Brokers}";
        if (compared.Sum(partition => partition.OnlyArchived) is > 0 and var archived)
            line += $", {Count(archived)} only archived (the broker no longer has them)";
        if (compared.Sum(partition => partition.NotComparable) is > 0 and var unknown)
            line += $", {Count(unknown)} not comparable (in damaged objects or the original tool's)";
        output.WriteLine(line);
    }
}
