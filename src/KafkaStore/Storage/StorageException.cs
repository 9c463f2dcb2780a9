namespace KafkaStore.Storage;

/// <summary>A store could not do what it was asked; the message says what is wrong and what to do.</summary>
public class StorageException(string message, Exception? innerException = null) : Exception(message, innerException);

/// <summary>There is no object of that name.</summary>
public sealed class ObjectMissingException(string name, string store, Exception? innerException = null)
    : StorageException($"{store} has no object {name}.", innerException)
{
    public string Name => name;
}

/// <summary>
/// The object is there, and its body lies in an archive tier where nothing can be read until somebody has it brought back, which takes
/// minutes to days. What is kept beside it can be looked at meanwhile.
/// </summary>
/// <param name="name">Of the object.</param>
/// <param name="store">As a person would name it.</param>
/// <param name="command">What brings it back.</param>
public sealed class ObjectOfflineException(string name, string store, string command, Exception? innerException = null)
    : StorageException(
        $"Cannot read {store.TrimEnd('/')}/{name}: it lies in an archive tier, where nothing can be read. Bring it back with '{command}', which takes minutes to days, and try again.",
        innerException
    )
{
    public string Name => name;

    /// <summary>What brings objects of this store back.</summary>
    public string Command => command;
}

/// <summary>The store refuses: permissions, credentials, a read-only file system. Trying again does not help.</summary>
public sealed class StorageAccessException(string message, Exception? innerException = null) : StorageException(message, innerException);

/// <summary>The store can't now: unreachable, throttled, full. Trying again later may help.</summary>
public sealed class StorageUnavailableException(string message, Exception? innerException = null)
    : StorageException(message, innerException);
