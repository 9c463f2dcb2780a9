using System.Collections.Concurrent;

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
        var reports = new ConcurrentBag<PartitionReport>();
        var own = new ConcurrentBag<TopicPartition>();
        await Parallel.ForEachAsync(
            survey.Partitions,
            new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken },
            async (partition, token) =>
            {
                var check = new PartitionCheck(store, partition, survey, problems, progress);
                reports.Add(await check.RunAsync(token));
                if (check.HasOwnObjects)
                    own.Add(partition);
            }
        );
        foreach (TopicPartition partition in own.Order())
            survey.RequireStart(partition);
        return new VerificationReport([.. reports.OrderBy(report => report.Partition)], problems.Sorted(), survey.Markers);
    }
}
