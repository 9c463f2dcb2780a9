namespace KafkaStore.Avro;

/// <summary>A container can't be read as one; the message names the object, the place in it and the reason.</summary>
public sealed class DamagedContainerException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    public static DamagedContainerException At(string container, long position, string reason) =>
        new($"{container} is damaged at byte {position}: {reason}.");
}
