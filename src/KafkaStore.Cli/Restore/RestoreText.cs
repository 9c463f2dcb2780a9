using KafkaStore.Reading.Ranges;
using KafkaStore.Restoring;
using KafkaStore.Restoring.Plans;
using KafkaStore.Restoring.Surveys;
using KafkaStore.Restoring.Targets;
using static KafkaStore.Cli.Terminals.ShownFigures;

namespace KafkaStore.Cli.Restore;

/// <summary>The outcome for people: a line a partition, the summary last.</summary>
internal static class RestoreText
{
    public static void WriteTopics(TextWriter output, IEnumerable<SurveyedTopic> topics)
    {
        foreach (SurveyedTopic topic in topics)
        {
            string settings = string.Join(
                ", ",
                topic
                    .NewSettings.OrderBy(setting => setting.Key, StringComparer.Ordinal)
                    .Select(setting => $"{setting.Key}={setting.Value}")
            );
            output.WriteLine(
                topic.Found is { } found
                    ? $"{topic.Name}: is there with {Count(found, "partition")}"
                    : $"{topic.Name}: would be made with {Count(topic.Needed, "partition")} and {settings}"
            );
        }
    }

    public static void WriteCounts(TextWriter output, RestorePlan plan, IReadOnlyList<SurveyedPartition> counted)
    {
        foreach ((RestorePartition partition, SurveyedPartition found) in plan.Partitions.Zip(counted))
        {
            string unwritable =
                found.Unwritable == 0
                    ? ""
                    : $"; of these {Count(found.Unwritable)} with the timestamp 0, the first at offset {found.FirstUnwritable}";
            string times = found is { Oldest: { } oldest, Newest: { } newest } ? $", from {Time(oldest)} to {Time(newest)}" : "";
            string largest = found.Largest is { IsMeasured: true } record
                ? $", the largest {Count(record.AtLeast, "byte")} as a batch of its own"
                : "";
            output.WriteLine(
                $"{partition.Source} -> {partition.Target}: {Count(found.Records, "record")}, {Count(found.StoredBytes, "byte")} as stored{times}{largest}{unwritable}"
            );
        }

        output.WriteLine(
            $"{Count(counted.Sum(partition => partition.Records), "record")}, {Count(counted.Sum(partition => partition.StoredBytes), "byte")} "
                + $"as stored in {Count(counted.Count, "partition")} would be restored; nothing was written"
        );
    }

    /// <summary>The last line of a survey that found something: what can be done about all of it.</summary>
    public static string Remedy(IReadOnlyList<SurveyFinding> findings, string brokers)
    {
        IEnumerable<string> commands =
            from setting in findings.Select(finding => finding.Remedy).OfType<TopicSetting>()
            group $"{setting.Name}={setting.Value}" by setting.Topic into topic
            select $"kafka-configs.sh --bootstrap-server {brokers} --alter --entity-type topics --entity-name {topic.Key} --add-config {string.Join(',', topic.Distinct())}";
        string[] choices =
        [
            .. commands.Select(command => $"'{command}'"),
            .. findings.Any(finding => finding.Remedy is not null)
                ? ["a topic that is not there yet (--topic-map OLD=NEW), which is made as its records need it"]
                : Array.Empty<string>(),
            .. findings.All(finding => !finding.IsFinal) ? ["--ignore-survey, which writes in spite of it"] : Array.Empty<string>(),
        ];
        return choices.Length == 0 ? "nothing was restored." : $"nothing was restored. What helps: {string.Join("; or ", choices)}.";
    }

    public static void Write(TextWriter output, RestoreReport report, string brokers, string state)
    {
        foreach (RestoredPartition partition in report.Partitions)
        {
            string offsets = partition.Offsets.IsEmpty ? "" : $", offsets {partition.Offsets}";
            string found = partition.Found == 0 ? "" : $", of which {Count(partition.Found)} were found behind the last checkpoint";
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

    private static string Time(long timestamp) => TimeText.Format(timestamp) ?? Count(timestamp);

    private static string At(long? offset) => offset is { } at ? string.Create(CultureInfo.InvariantCulture, $" at offset {at}") : "";
}
