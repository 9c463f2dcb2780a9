namespace KafkaStore.Storage;

/// <summary>A store could not do what it was asked; the message says what is wrong and what to do.</summary>
public class StorageException(string message, Exception? innerException = null) : Exception(message, innerException);

/// <summary>There is no object of that name.</summary>
public sealed class ObjectMissingException(string name, string store, Exception? innerException = null)
    : StorageException($"{store} has no object {name}.", innerException)
{
    public string Name => name;
}

/// <summary>The store refuses: permissions, credentials, a read-only file system. Trying again does not help.</summary>
public sealed class StorageAccessException(string message, Exception? innerException = null) : StorageException(message, innerException);

/// <summary>The store can't now: unreachable, throttled, full. Trying again later may help.</summary>
public sealed class StorageUnavailableException(string message, Exception? innerException = null)
    : StorageException(message, innerException);
