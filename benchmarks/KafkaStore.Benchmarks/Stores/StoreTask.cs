namespace KafkaStore.Benchmarks.Stores;

/// <summary>What is measured.</summary>
internal enum StoreTask
{
    /// <summary>An object created from a file.</summary>
    Create,

    /// <summary>That object read to its end.</summary>
    Read,

    /// <summary>Records encoded, compressed, spooled and created as an archive object, as a seal does it.</summary>
    Seal,
}
