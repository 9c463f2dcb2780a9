namespace KafkaStore.Staging;

/// <summary>A chunk was read completely and is not what its name says.</summary>
internal sealed class DamagedChunkException(StagingArea area, ChunkName name) : Exception($"{name} is damaged.")
{
    public ChunkName Name => name;

    /// <summary>Moves it out of the way of its name, where it lies.</summary>
    public Task SetAsideAsync(CancellationToken cancellationToken) => area.SetAsideAsync(name, cancellationToken);
}

/// <summary>A chunk is gone that was listed: another run has sealed and deleted it.</summary>
internal sealed class ChunkVanishedException(ChunkName name, Exception innerException) : Exception($"{name} is gone.", innerException);
