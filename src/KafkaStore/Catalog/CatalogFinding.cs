namespace KafkaStore.Catalog;

public enum CatalogFindingKind
{
    /// <summary>The object has a row that describes it.</summary>
    Same,

    /// <summary>The object has no row.</summary>
    RowMissing,

    /// <summary>The object's row says something else.</summary>
    RowDiffers,

    /// <summary>The row has no object.</summary>
    ObjectMissing,

    /// <summary>The object is damaged, so that nothing can be said of it.</summary>
    ObjectDamaged,
}

/// <summary>One object or row, compared.</summary>
/// <param name="Kind">What was found.</param>
public sealed record CatalogFinding(ArchiveName Name, CatalogFindingKind Kind)
{
    /// <summary>The object as it is; null where it is missing or damaged.</summary>
    public CatalogEntry? Entry { get; init; }

    /// <summary>Only of a row that differs.</summary>
    public CatalogDifference? Difference { get; init; }

    /// <summary>Only of a damaged object.</summary>
    public string? Damage { get; init; }

    public override string ToString() =>
        Kind switch
        {
            CatalogFindingKind.RowMissing => $"{Name}: it has no row",
            CatalogFindingKind.RowDiffers => Difference!.ToString(),
            CatalogFindingKind.ObjectMissing => $"{Name}: it has a row, and there is no such object",
            CatalogFindingKind.ObjectDamaged => $"{Name}: it can't be described: {Damage}",
            _ => $"{Name}: the same",
        };
}
