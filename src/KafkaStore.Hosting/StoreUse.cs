namespace KafkaStore.Hosting;

/// <summary>What a store is opened for, which decides what is checked and what its objects get.</summary>
internal enum StoreUse
{
    /// <summary>Nothing is created in it.</summary>
    Reading,

    /// <summary>Archive objects are created in it; nothing is deleted.</summary>
    Archive,

    /// <summary>Chunks come and go.</summary>
    Staging,
}
