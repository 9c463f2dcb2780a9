namespace KafkaStore.Avro;

/// <summary>A container can't be read as one; the message names the object, the place in it and the reason.</summary>
public sealed class DamagedContainerException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>What is wrong, without the place; null where the message says no more than that.</summary>
    public string? Reason { get; private init; }

    public static DamagedContainerException At(string container, long position, string reason, Exception? innerException = null) =>
        new($"{container} is damaged at byte {position}: {reason}.", innerException) { Reason = reason };
}
