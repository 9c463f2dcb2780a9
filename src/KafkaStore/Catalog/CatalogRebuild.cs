namespace KafkaStore.Catalog;

/// <summary>Makes the catalog describe a store: adds, corrects and removes rows. May run beside archivers, and again.</summary>
public sealed class CatalogRebuild(CatalogComparison comparison, IRebuildableCatalog catalog)
{
    private const int BatchRows = 100;

    private readonly List<CatalogFinding> waiting = [];
    private readonly List<CatalogFinding> damaged = [];
    private readonly SortedSet<string> refused = new(StringComparer.Ordinal);

    public long Added { get; private set; }

    public long Corrected { get; private set; }

    public long Removed { get; private set; }

    /// <summary>Rows that were right.</summary>
    public long Same { get; private set; }

    /// <summary>Objects that can't be described; their rows were left as they are.</summary>
    public IReadOnlyList<CatalogFinding> Damaged => damaged;

    /// <summary>Why the catalog can't hold topics, one sentence each; they have no rows.</summary>
    public IReadOnlyCollection<string> Refused => refused;

    /// <param name="topics">Empty for those that the store has.</param>
    /// <exception cref="StorageException">The store can't be read.</exception>
    /// <exception cref="CatalogException">The catalog can't be read or written.</exception>
    public async Task RunAsync(IReadOnlyCollection<string> topics, CancellationToken cancellationToken)
    {
        await foreach (CatalogFinding finding in comparison.RunAsync(topics, cancellationToken))
        {
            switch (finding.Kind)
            {
                case CatalogFindingKind.Same:
                    Same++;
                    break;
                case CatalogFindingKind.RowMissing or CatalogFindingKind.RowDiffers:
                    await AddAsync(finding, cancellationToken);
                    break;
                case CatalogFindingKind.ObjectMissing:
                    Removed++;
                    await catalog.RemoveAsync(finding.Name, cancellationToken);
                    break;
                default:
                    damaged.Add(finding);
                    break;
            }
        }

        await PutAsync(cancellationToken);
    }

    // Rows of one topic at a time, since the catalog may not take one.
    private async Task AddAsync(CatalogFinding finding, CancellationToken cancellationToken)
    {
        if (waiting.Count >= BatchRows || (waiting.Count > 0 && waiting[0].Name.Partition.Topic != finding.Name.Partition.Topic))
            await PutAsync(cancellationToken);
        waiting.Add(finding);
    }

    private async Task PutAsync(CancellationToken cancellationToken)
    {
        if (waiting.Count == 0)
            return;
        try
        {
            await catalog.PutAsync([.. waiting.Select(finding => finding.Entry!)], cancellationToken);
            Added += waiting.Count(finding => finding.Kind == CatalogFindingKind.RowMissing);
            Corrected += waiting.Count(finding => finding.Kind == CatalogFindingKind.RowDiffers);
        }
        catch (CatalogTopicException e)
        {
            refused.Add(e.Message);
        }

        waiting.Clear();
    }
}
