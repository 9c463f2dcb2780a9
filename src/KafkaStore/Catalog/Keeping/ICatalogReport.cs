namespace KafkaStore.Catalog.Keeping;

/// <summary>What operators must hear of the catalog.</summary>
public interface ICatalogReport
{
    /// <summary>A row of the catalog does not describe its object. It was left as it is.</summary>
    public void CatalogDiffers(CatalogDifference difference);

    /// <summary>The catalog lacks rows, and why; archiving goes on. Said once, until it is another reason.</summary>
    public void CatalogUnavailable(string reason);

    /// <summary>The catalog answers again; what it lacks is being added.</summary>
    public void CatalogAvailable();
}
