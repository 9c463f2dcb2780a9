using KafkaStore.Reading.Heads;

namespace KafkaStore.Reading.Verification;

/// <summary>Checks all objects of one partition, in the order of their names.</summary>
internal sealed class PartitionCheck(
    IObjectReader store,
    TopicPartition partition,
    StoreSurvey survey,
    ProblemLog problems,
    VerificationProgress progress,
    HeadCheck? head
)
{
    private readonly ObjectCheck check = new(store, problems, progress);
    private readonly IReadOnlyList<OffsetRange> lost = survey.LostOf(partition);
    private long? first;
    private long objects;
    private long originals;
    private long records;
    private long bytes;
    private long replacedNames;
    private Sha256Hash? chainHash;

    /// <summary>There are objects of this product, so there must be a start marker.</summary>
    public bool HasOwnObjects => objects > originals;

    /// <exception cref="StorageException">The store can't be read.</exception>
    public async Task<PartitionReport> RunAsync(CancellationToken cancellationToken)
    {
        var chain = new ChainCheck(partition, survey.StartOf(partition), lost, problems);
        await foreach (ObjectEntry entry in store.ListAsync(ArchiveName.Folder(partition), null, cancellationToken))
        {
            if (!ArchiveName.TryParse(entry.Name, out ArchiveName name))
                continue; // named by the survey
            await CatchUpAsync(chain, name, cancellationToken);
            await CheckAsync(chain, name, entry.Length, cancellationToken);
        }

        if (head?.Complete(chain.Expected) is { } difference)
            problems.Add(difference);
        return new PartitionReport(partition, first ?? 0, chain.Expected, objects, records, bytes, originals, lost)
        {
            ReplacedHeaderNames = replacedNames,
            ChainHash = chainHash,
        };
    }

    // An archiver may be at work: a listing can miss an object that was made while it ran, and show the one after it.
    private async Task CatchUpAsync(ChainCheck chain, ArchiveName upTo, CancellationToken cancellationToken)
    {
        while (chain.Expected is { } expected && expected < upTo.BaseOffset)
        {
            var missed = new ArchiveName(partition, expected);
            if (await store.FindAsync(missed.ToString(), cancellationToken) is not { Length: var length })
                return;
            await CheckAsync(chain, missed, length, cancellationToken);
            if (chain.Expected == expected)
                return; // it holds nothing
        }
    }

    private async Task CheckAsync(ChainCheck chain, ArchiveName name, long length, CancellationToken cancellationToken)
    {
        CheckedObject found = await check.RunAsync(name, length, cancellationToken);
        chain.Add(found);
        head?.Add(found.NextOffset, found.Facts?.ChainHash);
        if (chain.Expected == found.NextOffset)
            chainHash = found.Facts?.ChainHash;
        first ??= name.BaseOffset;
        objects++;
        originals += found.IsOriginal ? 1 : 0;
        records += found.Records;
        replacedNames += found.ReplacedNames;
        bytes += length;
    }
}
