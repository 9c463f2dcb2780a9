namespace KafkaStore.Catalog;

/// <summary>A row of the catalog that does not describe the object of its name.</summary>
/// <param name="Values">What differs; never empty.</param>
public sealed record CatalogDifference(ArchiveName Name, IReadOnlyList<CatalogValue> Values)
{
    /// <summary>Null where the catalog's entry says of the object what is so.</summary>
    /// <param name="catalogued">As the catalog has it.</param>
    /// <param name="archived">As the object is.</param>
    public static CatalogDifference? Between(CatalogEntry catalogued, CatalogEntry archived)
    {
        ArgumentNullException.ThrowIfNull(catalogued);
        ArgumentNullException.ThrowIfNull(archived);
        var values = new List<CatalogValue>();
        Compare("finalOffset", catalogued.NextOffset - 1, archived.NextOffset - 1);
        Compare("byteSize", catalogued.LengthBytes, archived.LengthBytes);
        Compare("md5Hash", catalogued.Md5.Hex, archived.Md5.Hex);

        // The original tool put the time of the insertion there.
        if (!archived.IsOriginal)
            Compare("time", Text(catalogued.Time), Text(archived.Time));
        Compare("records", catalogued.Records, archived.Records);
        Compare("smallestTimestamp", catalogued.SmallestTimestamp, archived.SmallestTimestamp);
        Compare("largestTimestamp", catalogued.LargestTimestamp, archived.LargestTimestamp);
        Compare("recordsSha256", catalogued.RecordsDigest?.Hex, archived.RecordsDigest?.Hex);
        Compare("chainSha256", catalogued.ChainHash?.Hex, archived.ChainHash?.Hex);
        Compare("rollReason", catalogued.Reason?.ToString(), archived.Reason?.ToString());
        Compare("codec", catalogued.Codec, archived.Codec);
        Compare("storeUrl", catalogued.Store, archived.Store);
        return values.Count == 0 ? null : new CatalogDifference(archived.Name, values);

        void Compare(string column, object? theirs, object? ours)
        {
            if (!Equals(theirs, ours))
                values.Add(new CatalogValue(column, Invariant(theirs), Invariant(ours)));
        }
    }

    public override string ToString() => $"{Name}: {string.Join("; ", Values)}";

    private static string Text(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string? Invariant(object? value) => value is null ? null : Convert.ToString(value, CultureInfo.InvariantCulture);
}

/// <param name="Column">Which column.</param>
/// <param name="Catalogued">What the catalog says; null for nothing.</param>
/// <param name="Archived">What is so; null for nothing.</param>
public sealed record CatalogValue(string Column, string? Catalogued, string? Archived)
{
    public override string ToString() => $"{Column} is {Catalogued ?? "nothing"} in the catalog and {Archived ?? "nothing"} in the archive";
}
