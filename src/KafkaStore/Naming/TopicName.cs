namespace KafkaStore.Naming;

/// <summary>Kafka's own rule for topic names: 1 to 249 of <c>a-z A-Z 0-9 . _ -</c>, and neither <c>.</c> nor <c>..</c>.</summary>
public static class TopicName
{
    public const int MaximumLength = 249;

    public static bool IsValid(string? name)
    {
        if (name is null or "" or "." or ".." || name.Length > MaximumLength)
            return false;
        foreach (char c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_' or '-'))
                return false;
        }

        return true;
    }
}
