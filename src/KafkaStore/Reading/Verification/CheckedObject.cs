namespace KafkaStore.Reading.Verification;

/// <summary>One object after its check, as far as its neighbours' checks need it.</summary>
internal sealed record CheckedObject(ArchiveName Name)
{
    /// <summary>What its header says; null when that can't be believed, and for objects of the original tool.</summary>
    public SegmentFacts? Facts { get; init; }

    /// <summary>An object of the original tool, which says nothing of itself.</summary>
    public bool IsOriginal { get; init; }

    /// <summary>Where its successor begins; null when that can't be known.</summary>
    public long? NextOffset { get; init; }

    /// <summary>Nothing was found wrong with its content.</summary>
    public bool IsSound { get; init; }

    /// <summary>Records that could be read.</summary>
    public long Records { get; init; }

    /// <summary>Names of headers that hold U+FFFD.</summary>
    public long ReplacedNames { get; init; }

    /// <summary>Of its first record; null when that could not be read.</summary>
    public long? FirstOffset { get; init; }

    /// <summary>Unix milliseconds; null when the first record could not be read.</summary>
    public long? FirstTimestamp { get; init; }

    /// <summary>Has seen its records; null without a policy that can be read.</summary>
    public PolicyReplay? Policy { get; init; }

    /// <summary>The chain hash that it should have after a predecessor of this one.</summary>
    public Sha256Hash ChainHashAfter(Sha256Hash predecessor, SegmentFacts facts) =>
        ChainHash.Next(predecessor, Name.BaseOffset, facts.NextOffset, facts.Container.Records, facts.Container.RecordsDigest);
}
