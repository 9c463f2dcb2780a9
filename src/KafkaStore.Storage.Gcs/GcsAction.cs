namespace KafkaStore.Storage.Gcs;

/// <summary>What was tried when something failed; each takes another permission.</summary>
internal enum GcsAction
{
    List,
    Read,
    Create,
    Delete,
}
