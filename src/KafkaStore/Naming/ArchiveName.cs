namespace KafkaStore.Naming;

/// <summary>Name of an archive object, <c>TOPIC/PPPPPP/OOOOOOOOOOOOOOOOOOOO</c>: partition 6 digits, base offset 20.</summary>
/// <param name="Partition">The topic-partition it belongs to.</param>
/// <param name="BaseOffset">First offset it answers for, inclusive.</param>
public readonly record struct ArchiveName(TopicPartition Partition, long BaseOffset)
{
    /// <summary>What the names of all objects of the partition start with, ending in a slash.</summary>
    public static string Folder(TopicPartition partition) => $"{partition.Topic}/{FixedWidth.Partition(partition.Partition)}/";

    public override string ToString() => Folder(Partition) + FixedWidth.Offset(BaseOffset);

    /// <summary>The inverse of <see cref="ToString"/>; anything that it would not write is refused.</summary>
    public static bool TryParse(string? text, out ArchiveName name)
    {
        name = default;
        if (
            !PartitionPath.TrySplit(text, out TopicPartition partition, out ReadOnlySpan<char> rest)
            || !FixedWidth.TryParseOffset(rest, out long offset)
        )
        {
            return false;
        }

        name = new ArchiveName(partition, offset);
        return true;
    }
}
