namespace KafkaStore.Reading.Objects;

/// <summary>An archive object as a listing shows it.</summary>
/// <param name="Length">In bytes.</param>
public readonly record struct ArchiveEntry(ArchiveName Name, long Length);
