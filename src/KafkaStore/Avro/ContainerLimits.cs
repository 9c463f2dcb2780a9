namespace KafkaStore.Avro;

/// <summary>How large what a container holds may be, in bytes.</summary>
public static class ContainerLimits
{
    /// <summary>A block ends with the record that brings its encoded size to this.</summary>
    public const int BlockBytes = 1024 * 1024;

    /// <summary>
    /// A block that claims or unpacks to more than this is refused. A block holds less than 1 MiB and a record, and no record
    /// is written that would not fit.
    /// </summary>
    public const int MaximumBlockBytes = 256 * 1024 * 1024;

    /// <summary>
    /// A larger record, encoded, is refused, so that whatever is written can be read again: together with the rest of its
    /// block it must stay below <see cref="MaximumBlockBytes"/>, compressed badly or not.
    /// </summary>
    public const int MaximumRecordBytes = MaximumBlockBytes - (4 * BlockBytes);
}
