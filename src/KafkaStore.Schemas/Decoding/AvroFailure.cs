using System.Text.RegularExpressions;

namespace KafkaStore.Schemas.Decoding;

/// <summary>Which exceptions of Apache.Avro mean that schema or data are not as they should be, and how to say it.</summary>
internal static partial class AvroFailure
{
    private const int MaximumLength = 200;

    // The library lets through whatever its parts throw: casts, indexes, overflows, running out of memory for a wrong length.
    public static bool IsOne(Exception exception) => exception is not (OperationCanceledException or StorageException);

    /// <summary>The reason in a few words.</summary>
    public static string Reason(Exception exception)
    {
        // The library's reader of containers puts what was thrown, stack and all, into the text of another exception.
        string line = exception.Message.Split('\n')[0].Trim();
        string type = exception.GetType().Name;
        while (Wrapped().Match(line) is { Success: true } wrapped)
        {
            type = wrapped.Groups["type"].Value;
            line = wrapped.Groups["rest"].Value;
        }

        string reason = type switch
        {
            nameof(InsufficientExecutionStackException) => "it nests too deep",
            nameof(OutOfMemoryException) or nameof(OverflowException) => "a length in it is wrong",
            nameof(IndexOutOfRangeException) or nameof(ArgumentOutOfRangeException) =>
                "it names a branch or symbol that the schema has not",
            _ when line.StartsWith("End of stream reached", StringComparison.Ordinal) => "it ends too early",
            _ => line.TrimEnd('.', '!'),
        };
        return reason.Length > MaximumLength ? $"{reason[..MaximumLength]}…" : reason;
    }

    [GeneratedRegex(@"^(Error [^:]*: )?(\w+\.)+(?<type>\w+Exception)( \(0x\w+\))?: (?<rest>.*)$")]
    private static partial Regex Wrapped();
}
