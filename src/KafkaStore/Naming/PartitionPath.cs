namespace KafkaStore.Naming;

/// <summary>Splits <c>TOPIC/PPPPPP/REST</c>, the shape that archive objects and staged chunks share.</summary>
internal static class PartitionPath
{
    public static bool TrySplit(string? text, out TopicPartition partition, out ReadOnlySpan<char> rest)
    {
        partition = default;
        rest = default;
        if (text is null)
            return false;
        int first = text.IndexOf('/');
        int second = first < 0 ? -1 : text.IndexOf('/', first + 1);
        if (second < 0 || !FixedWidth.TryParsePartition(text.AsSpan(first + 1, second - first - 1), out int number))
            return false;
        string topic = text[..first];
        if (!TopicGeneration.IsName(topic))
            return false;
        partition = new TopicPartition(topic, number);
        rest = text.AsSpan(second + 1);
        return true;
    }
}
