using System.Collections.Immutable;

namespace KafkaStore.Storage;

/// <summary>What a store says of an object without reading it.</summary>
/// <param name="Length">In bytes.</param>
public sealed record ObjectProperties(long Length)
{
    /// <summary>Of the whole object; null where the store keeps none.</summary>
    public Md5Hash? Md5 { get; init; }

    /// <summary>Its body lies in an archive tier, where reading it is an <see cref="ObjectOfflineException"/>. Default: false.</summary>
    public bool IsOffline { get; init; }

    /// <summary>As given at its creation; empty in stores that keep none beside the object.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = ImmutableDictionary<string, string>.Empty;
}
