namespace KafkaStore.Staging;

/// <summary>A chunk was read completely and is not what its name says.</summary>
internal sealed class DamagedChunkException(ChunkName name) : Exception($"{name} is damaged.")
{
    public ChunkName Name => name;
}

/// <summary>A chunk is gone that was listed: another run has sealed and deleted it.</summary>
internal sealed class ChunkVanishedException(ChunkName name, Exception innerException) : Exception($"{name} is gone.", innerException);
