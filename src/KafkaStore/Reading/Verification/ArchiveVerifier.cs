using System.Collections.Concurrent;
using KafkaStore.Reading.Heads;

namespace KafkaStore.Reading.Verification;

/// <summary>
/// Walks an archive and checks all that it says of itself: names, markers, headers, chain hashes, block indexes, every record.
/// Changes nothing, and may run while archivers write. Memory does not grow with objects or records.
/// </summary>
/// <param name="problems">Takes what is wrong, in no particular order; <see cref="VerificationReport.Problems"/> is sorted.</param>
public sealed class ArchiveVerifier(IObjectReader store, ProblemLog problems)
{
    /// <summary>Partitions that are checked at a time. Default: the number of processors.</summary>
    public int Parallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>Ends that the archive once had: it must be the same up to there. Default: none.</summary>
    public ArchiveHeads? Expected { get; init; }

    /// <param name="topics">Which to check; empty for everything in the store.</param>
    /// <exception cref="StorageException">The store can't be read, so nothing can be said.</exception>
    public async Task<VerificationReport> VerifyAsync(
        IReadOnlyCollection<string> topics,
        VerificationProgress progress,
        CancellationToken cancellationToken
    )
    {
        var survey = new StoreSurvey(store, problems);
        await survey.WalkAsync(topics, cancellationToken);
        progress.SetTotal(survey.TotalBytes);
        IReadOnlyList<TopicHeads> expected = ExpectedOf(topics);
        KnownArchive known = survey.Known;
        foreach (HeadDifference gone in HeadsCheck.Gone(expected, known))
            problems.Add(gone);
        var heads = expected.SelectMany(topic => topic.Partitions).ToDictionary(head => head.Partition);
        var reports = new ConcurrentBag<PartitionReport>();
        var own = new ConcurrentBag<TopicPartition>();
        await Parallel.ForEachAsync(
            survey.Partitions,
            new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken },
            async (partition, token) =>
            {
                HeadCheck? head = heads.TryGetValue(partition, out PartitionHead? noted) ? new HeadCheck(noted) : null;
                var check = new PartitionCheck(store, partition, survey, problems, progress, head);
                reports.Add(await check.RunAsync(token));
                if (check.HasOwnObjects)
                    own.Add(partition);
            }
        );
        foreach (TopicPartition partition in own.Order())
            survey.RequireStart(partition);
        PartitionReport[] sorted = [.. reports.OrderBy(report => report.Partition)];
        PartitionHead[] withoutObjects =
        [
            .. known
                .Starts.Where(start => !known.WithObjects.Contains(start.Key))
                .OrderBy(start => start.Key)
                .Select(start => new PartitionHead(start.Key, start.Value, null)),
        ];
        return new VerificationReport(sorted, problems.Sorted(), survey.Markers)
        {
            Heads = HeadsOf(known, sorted, withoutObjects),
            WithoutObjects = withoutObjects,
        };
    }

    private IReadOnlyList<TopicHeads> ExpectedOf(IReadOnlyCollection<string> topics) =>
        [.. (Expected?.Topics ?? []).Where(expected => TopicGeneration.IsAmong(expected.Topic, topics))];

    private static ArchiveHeads? HeadsOf(KnownArchive known, PartitionReport[] reports, PartitionHead[] withoutObjects)
    {
        if (reports.Any(report => report.NextOffset is null))
            return null;
        ILookup<string, PartitionHead> heads = reports
            .Select(report => new PartitionHead(report.Partition, report.NextOffset!.Value, report.ChainHash))
            .Concat(withoutObjects)
            .OrderBy(head => head.Partition)
            .ToLookup(head => head.Partition.Topic, StringComparer.Ordinal);
        return new ArchiveHeads([
            .. known
                .Ids.OrderBy(topic => topic.Key, StringComparer.Ordinal)
                .Select(topic => new TopicHeads(topic.Key, [.. topic.Value], [.. heads[topic.Key]])),
        ]);
    }
}
