using System.Runtime.ExceptionServices;

namespace KafkaStore.Reading.Objects;

/// <summary>What is known of one archive object from its header, or from what is kept beside it where its body is offline.</summary>
/// <param name="Header">Its header; the body starts where it ends. Empty where the body is offline.</param>
/// <param name="Facts">Null for objects of the original tool, which say nothing of themselves.</param>
/// <param name="NextOffset">Where its successor begins.</param>
/// <param name="Length">Of the whole object, in bytes.</param>
public sealed record ArchiveObject(ArchiveName Name, ContainerHeader Header, SegmentFacts? Facts, long NextOffset, long Length)
{
    /// <summary>Of the whole object, where the store was asked for it and keeps one.</summary>
    public Md5Hash? Md5 { get; init; }

    /// <summary>Why no record of it can be read; null where its body is at hand.</summary>
    public ObjectOfflineException? Offline { get; init; }

    /// <summary>What its successor is called.</summary>
    public ArchiveName NextName => new(Name.Partition, NextOffset);

    public OffsetRange Range => new(Name.BaseOffset, NextOffset);

    /// <summary>The block index; empty for objects of the original tool, and where the body is offline.</summary>
    public IReadOnlyList<BlockEntry> Blocks => Facts?.Container.Blocks ?? [];

    /// <summary>Whether its chain hash follows from its predecessor's; nothing can be said of objects of the original tool, nor against them.</summary>
    public bool Follows(Sha256Hash predecessor) =>
        Facts is null
        || ChainHash.Next(predecessor, Name.BaseOffset, NextOffset, Facts.Container.Records, Facts.Container.RecordsDigest)
            == Facts.ChainHash;

    /// <exception cref="ObjectOfflineException">Its body can't be read.</exception>
    public void EnsureReadable()
    {
        if (Offline is not null)
            ExceptionDispatchInfo.Throw(Offline);
    }

    /// <summary>Past the last offset that a block may have.</summary>
    public long BlockEnd(int block) => block >= 0 && block + 1 < Blocks.Count ? Blocks[block + 1].FirstOffset : NextOffset;

    /// <summary>Where in the object the block starts that has this offset or the first one past it, in bytes.</summary>
    public long BlockPosition(long offset)
    {
        long position = Header.Length;
        for (int i = 0; i + 1 < Blocks.Count && Blocks[i + 1].FirstOffset <= offset; i++)
            position += Blocks[i].Length;
        return position;
    }
}
