using KafkaStore.Catalog;

namespace KafkaStore.Cli.Verify;

/// <summary>Holds the ends of an archive against those that a catalog has, which whoever cut the archive off may not reach.</summary>
internal sealed class CatalogEnds(IArchiveCatalog catalog, ProblemLog problems)
{
    /// <param name="topics">With all their generations; empty for all that there are.</param>
    /// <exception cref="CatalogException">It can't be asked.</exception>
    public async Task CheckAsync(VerificationReport report, IReadOnlyCollection<string> topics, CancellationToken cancellationToken)
    {
        var archived = report.Partitions.ToDictionary(partition => partition.Partition);
        foreach (TopicPartition partition in await catalog.ListPartitionsAsync(cancellationToken))
        {
            if (TopicGeneration.IsAmong(partition.Topic, topics) && await catalog.FindLastAsync(partition, cancellationToken) is { } last)
                Compare(last, archived.GetValueOrDefault(partition));
        }
    }

    private void Compare(CatalogEntry last, PartitionReport? archived)
    {
        if (archived is null)
        {
            problems.Add(
                ArchiveName.Folder(last.Name.Partition),
                null,
                ProblemKind.Gone,
                $"it has no object, and goes on to offset {last.NextOffset} by the catalog {catalog.DisplayName}"
            );
        }
        else if (archived.NextOffset < last.NextOffset)
        {
            problems.Add(
                new ArchiveName(last.Name.Partition, archived.NextOffset.Value),
                archived.NextOffset,
                ProblemKind.CutOff,
                $"it ends before offset {archived.NextOffset}, and goes on to {last.NextOffset} by the catalog {catalog.DisplayName}"
            );
        }
        else if (archived.NextOffset == last.NextOffset && archived.ChainHash is { } own && last.ChainHash is { } other && own != other)
        {
            problems.Add(
                last.Name,
                last.NextOffset,
                ProblemKind.OtherHistory,
                $"its chain hash is {own}, and {other} by the catalog {catalog.DisplayName}: it, or one before it, was made anew"
            );
        }
    }
}
