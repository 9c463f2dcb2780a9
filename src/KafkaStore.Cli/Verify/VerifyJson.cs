namespace KafkaStore.Cli.Verify;

/// <summary>The outcome for programs: one document, and its shape is part of the command's contract.</summary>
internal static class VerifyJson
{
    public static void Write(VerifyOutcome outcome) => JsonReport.Write(Document(outcome));

    private static object Document(VerifyOutcome outcome) =>
        new
        {
            outcome.Store,
            Problems = outcome.Problems.Select(problem => new
            {
                problem.Object,
                problem.Offset,
                problem.Kind,
                problem.Reason,
            }),
            Totals = new
            {
                outcome.Report.Objects,
                OriginalObjects = outcome.Report.Partitions.Sum(partition => partition.OriginalObjects),
                outcome.Report.Records,
                outcome.Report.Bytes,
                Partitions = outcome.Report.Partitions.Count,
                outcome.Report.Markers,
                Problems = outcome.Problems.Count,
            },
            Partitions = outcome.Report.Partitions.Select(partition => new
            {
                partition.Partition.Topic,
                partition.Partition.Partition,
                partition.FirstOffset,
                partition.NextOffset,
                ChainHash = partition.ChainHash?.Hex,
                partition.Objects,
                partition.OriginalObjects,
                partition.Records,
                partition.Bytes,
                partition.ReplacedHeaderNames,
                Lost = partition.Lost.Select(JsonReport.Range),
            }),
            WithoutObjects = outcome.Report.WithoutObjects.Select(head => new
            {
                head.Partition.Topic,
                head.Partition.Partition,
                Start = head.NextOffset,
            }),
            Broker = outcome.Broker is not { } broker
                ? null
                : new
                {
                    broker.Brokers,
                    broker.UnknownTopics,
                    FormerTopics = broker.FormerTopics.Keys,
                    Partitions = broker.Partitions.Select(partition => new
                    {
                        partition.Partition.Topic,
                        partition.Partition.Partition,
                        Compared = JsonReport.Range(partition.Range),
                        partition.Equal,
                        partition.OnlyArchived,
                        partition.NotComparable,
                        Nowhere = partition.Nowhere.IsEmpty ? null : JsonReport.Range(partition.Nowhere),
                    }),
                },
        };
}
