namespace KafkaStore.Reading.Objects;

/// <summary>Adjoining blocks of one archive object that may have wanted records; read with one request.</summary>
/// <param name="FirstBlock">Of the block index; 0 for objects of the original tool, which have none and are read whole.</param>
/// <param name="Blocks">How many; 0 for those objects.</param>
public readonly record struct ObjectSlice(ArchiveObject Object, int FirstBlock, int Blocks)
{
    /// <summary>The object has no wanted record.</summary>
    public bool IsEmpty => Blocks == 0 && Object.Facts is not null;

    /// <summary>Where it starts in the object, in bytes.</summary>
    public long Position => Object.Header.Length + Object.Blocks.Take(FirstBlock).Sum(block => block.Length);

    /// <summary>In bytes.</summary>
    public long Length =>
        Object.Facts is null
            ? Object.Length - Object.Header.Length
            : Object.Blocks.Skip(FirstBlock).Take(Blocks).Sum(block => block.Length);

    /// <summary>No record of it has a smaller offset; not to be asked of an empty one.</summary>
    public long FirstOffset => Object.Facts is null ? Object.Name.BaseOffset : Object.Blocks[FirstBlock].FirstOffset;

    /// <summary>Past its last record; where its successor begins.</summary>
    public long NextOffset => Object.BlockEnd(FirstBlock + Blocks - 1);
}
