namespace KafkaStore.Catalog;

/// <summary>The catalog could not do what it was asked; the message says what is wrong and what to do.</summary>
public class CatalogException(string message, Exception? innerException = null) : Exception(message, innerException);

/// <summary>The catalog can't now: unreachable, overloaded, out of space. Trying again later may help.</summary>
public sealed class CatalogUnavailableException(string message, Exception? innerException = null)
    : CatalogException(message, innerException);

/// <summary>The catalog refuses: password, permissions, a missing table or one with other columns. An operator must act.</summary>
public sealed class CatalogRefusedException(string message, Exception? innerException = null) : CatalogException(message, innerException);

/// <summary>The catalog can't hold this topic; others are not affected.</summary>
public sealed class CatalogTopicException(string topic, string message) : CatalogException(message)
{
    public string Topic => topic;
}
