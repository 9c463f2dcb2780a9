using KafkaStore.Reading.Ranges;
using KafkaStore.Restoring;
using KafkaStore.Restoring.Plans;
using KafkaStore.Restoring.Surveys;

namespace KafkaStore.Cli.Restore;

/// <summary>The outcome for programs.</summary>
internal static class RestoreJson
{
    /// <param name="topics">Null where no broker was asked.</param>
    public static void WriteSurvey(
        RestorePlan plan,
        IReadOnlyList<SurveyedPartition> counted,
        IEnumerable<SurveyFinding> findings,
        IReadOnlyList<SurveyedTopic>? topics
    ) =>
        JsonReport.Write(
            new
            {
                DryRun = true,
                Topics = topics?.Select(topic => new
                {
                    topic.Name,
                    Partitions = topic.Found,
                    topic.Needed,
                    NewSettings = topic.Found is null ? topic.NewSettings : null,
                }),
                Partitions = plan
                    .Partitions.Zip(counted)
                    .Select(pair => new
                    {
                        Source = Of(pair.First.Source),
                        Target = Of(pair.First.Target),
                        pair.Second.Records,
                        pair.Second.StoredBytes,
                        Oldest = Time(pair.Second.Oldest),
                        Newest = Time(pair.Second.Newest),
                        pair.Second.Unwritable,
                        pair.Second.FirstUnwritable,
                    }),
                Totals = new { Records = counted.Sum(each => each.Records), StoredBytes = counted.Sum(each => each.StoredBytes) },
                Problems = findings.Select(finding => finding.Text),
            }
        );

    /// <param name="compared">Null where nothing was read back.</param>
    public static void Write(RestoreReport report, string brokers, string state, IReadOnlyList<VerifiedPartition>? compared) =>
        JsonReport.Write(
            new
            {
                DryRun = false,
                Brokers = brokers,
                State = state,
                report.Resumed,
                Partitions = report.Partitions.Select(partition => new
                {
                    Source = Of(partition.Source),
                    Target = Of(partition.Target),
                    Offsets = JsonReport.Range(partition.Offsets),
                    partition.Records,
                    partition.Bytes,
                    partition.Found,
                }),
                Totals = new { report.Records, report.Bytes },
                Compared = compared?.Select(partition => new
                {
                    Target = Of(partition.Target),
                    partition.IsEqual,
                    partition.Archived,
                    partition.Restored,
                    ArchivedDigest = partition.ArchivedDigest.ToString(),
                    RestoredDigest = partition.RestoredDigest.ToString(),
                    partition.FirstDifference,
                }),
            }
        );

    private static object Of(TopicPartition partition) => new { partition.Topic, partition.Partition };

    private static string? Time(long? timestamp) => timestamp is { } time ? TimeText.Format(time) : null;
}
