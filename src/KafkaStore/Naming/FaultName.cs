namespace KafkaStore.Naming;

/// <summary>
/// Name of a partition's fault in the staging location, <c>~faults/TOPIC/PPPPPP.json</c>. They lie in a folder of their own, so that
/// all of them are listed without the chunks.
/// </summary>
public static class FaultName
{
    /// <summary>What they all start with.</summary>
    public const string Folder = "~faults/";

    private const string Extension = ".json";

    public static string Of(TopicPartition partition) =>
        $"{Folder}{partition.Topic}/{FixedWidth.Partition(partition.Partition)}{Extension}";

    /// <summary>The inverse of <see cref="Of"/>; anything that it would not write is refused.</summary>
    public static bool TryParse(string? name, out TopicPartition partition)
    {
        partition = default;
        if (
            name is null
            || !name.StartsWith(Folder, StringComparison.Ordinal)
            || !name.EndsWith(Extension, StringComparison.Ordinal)
            || !PartitionPath.TrySplit($"{name[Folder.Length..^Extension.Length]}/", out partition, out ReadOnlySpan<char> rest)
        )
        {
            return false;
        }

        return rest.IsEmpty;
    }
}
