namespace KafkaStore.Cli.Estimate;

/// <summary>
/// What an archiver asks its stores for while it follows a topic, counted of one that did: <c>EstimateTests</c> holds it against a run. What is
/// written once a partition, markers, is left out; deleting is free.
/// </summary>
internal static class ArchiverRequests
{
    // The first finds that the brokers may not agree yet on which topic it is, the second writes.
    private const double SealsOfAFile = 2;

    // The last file, and whether there is a next one.
    private const double ArchiveReadsOfASeal = 2;

    // The partition's chunks; when the topic was seen last, which it notes then; whether a fault stands.
    private const double ListsOfASeal = 2;
    private const double WritesOfASeal = 1;
    private const double ReadsOfASeal = 1;

    // One process on one machine mostly needs none: it compresses records while it stages them.
    private const double ReadsOfAChunk = 1;

    // The timer: which faults stand; of each topic when it was seen last.
    private const double ListsOfAMinute = 1;
    private const double ListsOfAMinuteAndTopic = 1;
    private const double WritesOfAMinuteAndTopic = 1;

    private const double MinutesOfAMonth = 30 * 24 * 60;

    /// <param name="files">A month.</param>
    /// <param name="writes">What creating these is billed as.</param>
    public static RequestCounts OfArchive(double files, double writes) => new(writes, Lists: 0, files * SealsOfAFile * ArchiveReadsOfASeal);

    /// <param name="files">A month.</param>
    /// <param name="chunks">Written a month.</param>
    public static RequestCounts OfStaging(double files, double chunks, int topics)
    {
        double seals = files * SealsOfAFile;
        return new RequestCounts(
            chunks + (seals * WritesOfASeal) + (MinutesOfAMonth * topics * WritesOfAMinuteAndTopic),
            (seals * ListsOfASeal) + (MinutesOfAMonth * (ListsOfAMinute + (topics * ListsOfAMinuteAndTopic))),
            (seals * ReadsOfASeal) + (chunks * ReadsOfAChunk)
        );
    }
}
