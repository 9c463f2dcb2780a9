namespace KafkaStore.Schemas.Registry;

/// <summary>The registry can't be asked, refuses, or answers what makes no sense; the message says which. Later it may be otherwise.</summary>
public sealed class SchemaRegistryException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>Whether it is about the one schema that was asked for, and others may well be had.</summary>
    public bool IsOfOneSchema { get; init; }
}
