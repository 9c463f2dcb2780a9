using KafkaStore.Reading.Heads;

namespace KafkaStore.Cli.Verify;

/// <summary>What <c>kafka-store verify</c> was asked for.</summary>
/// <param name="Topics">Empty for all.</param>
internal sealed record VerifyRequest(StoreLocation Location, StoreSettings Settings, IReadOnlyCollection<string> Topics)
{
    /// <summary>The brokers to compare with; null for no comparison.</summary>
    public KafkaClientOptions? Kafka { get; init; }

    /// <summary>The archiver's group, whose archived positions are looked at; null for none.</summary>
    public string? ArchiverGroup { get; init; }

    /// <summary>The catalog whose ends are looked at; null for none.</summary>
    public MySqlCatalogUrl? Catalog { get; init; }

    /// <summary>Where the ends go; null for nowhere.</summary>
    public string? HeadsPath { get; init; }

    /// <summary>The ends that the archive had; null for none.</summary>
    public ArchiveHeads? Expected { get; init; }

    /// <summary>One JSON document instead of text.</summary>
    public bool Json { get; init; }
}
