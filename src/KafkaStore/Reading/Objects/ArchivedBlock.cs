namespace KafkaStore.Reading.Objects;

/// <summary>Some records of one archive object, in offset order.</summary>
/// <param name="Object">Which object; never null.</param>
/// <param name="Records">Taken apart as they are enumerated; valid until the next block is asked for.</param>
/// <param name="Bytes">Their encoded, uncompressed size.</param>
public sealed record ArchivedBlock(ArchiveObject Object, IEnumerable<Record> Records, long Bytes)
{
    public ArchiveName Name => Object.Name;
}
