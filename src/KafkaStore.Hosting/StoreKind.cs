namespace KafkaStore.Hosting;

public enum StoreKind
{
    /// <summary>A folder.</summary>
    Local,

    /// <summary>A container of Azure Blob Storage.</summary>
    Azure,

    /// <summary>A bucket of Google Cloud Storage.</summary>
    Gcs,

    /// <summary>A bucket of Amazon S3, or of a server that speaks as it does.</summary>
    S3,
}
