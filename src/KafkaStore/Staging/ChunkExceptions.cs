using KafkaStore.Staging.Trust;

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

/// <summary>A newer build staged a chunk in a form that this one can't read. It is not damaged, and stays.</summary>
/// <param name="form">Its number.</param>
internal sealed class UnknownChunkFormException(ChunkName name, string store, int form)
    : StorageException(
        $"{name} in {store} is of form {form}, and this build knows chunks up to form {ChunkForm.Newest}: a newer build of kafka-store staged it. Go on with that one; until then nothing more of {name.Partition} is archived."
    );
