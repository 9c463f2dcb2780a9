namespace KafkaStore.Naming;

internal enum StoredNameKind
{
    /// <summary>Nothing that belongs into an archive.</summary>
    Unexpected,

    /// <summary>An archive object.</summary>
    Object,

    /// <summary>Start offsets, of a topic or of one partition.</summary>
    StartMarker,

    /// <summary>Which topic of Kafka's a generation is.</summary>
    IdentityMarker,

    /// <summary>Offsets that were lost.</summary>
    LostMarker,

    /// <summary>Which staging location feeds the archive.</summary>
    StagingMarker,

    /// <summary>A schema of the records' keys and values.</summary>
    Schema,

    /// <summary>A note that a schema was wanted while it could not be had.</summary>
    MissingSchema,

    /// <summary>The local host's state, a temporary file or the probe of a store: not part of the archive.</summary>
    Private,
}

/// <summary>What a name in the store says of what it names.</summary>
/// <param name="Kind">Which sort.</param>
/// <param name="Partition">Of an object or marker; number -1 for a marker of the whole topic.</param>
/// <param name="Lost">Only of a loss.</param>
/// <param name="StagingId">Only of an accepted staging location.</param>
/// <param name="SchemaId">Only of a schema, stored or missing.</param>
internal readonly record struct StoredName(
    StoredNameKind Kind,
    TopicPartition Partition = default,
    OffsetRange Lost = default,
    string? StagingId = null,
    int SchemaId = 0
)
{
    public const int WholeTopic = -1;

    /// <summary>Whether it is a fact that the archive keeps about itself.</summary>
    public bool IsMarker =>
        Kind
            is StoredNameKind.StartMarker
                or StoredNameKind.IdentityMarker
                or StoredNameKind.LostMarker
                or StoredNameKind.StagingMarker
                or StoredNameKind.Schema
                or StoredNameKind.MissingSchema;

    /// <summary>Where a local archiver keeps its state unless told otherwise. A topic of that name may have markers in there.</summary>
    private const string StateFolder = MarkerName.Root + "state/";

    private const string TemporaryFolder = MarkerName.Root + "~tmp/";
    private const string StartFile = "start.json";

    public static StoredName Of(string name)
    {
        if (!name.StartsWith(MarkerName.Root, StringComparison.Ordinal))
        {
            return ArchiveName.TryParse(name, out ArchiveName archived)
                ? new(StoredNameKind.Object, archived.Partition)
                : new(StoredNameKind.Unexpected);
        }

        if (name == MarkerName.Staging)
            return new(StoredNameKind.StagingMarker);
        if (name.StartsWith(MarkerName.AcceptedStagings, StringComparison.Ordinal))
            return OfAcceptedStaging(name);
        if (MarkerName.TryParseSchema(name, out int schema, out bool missing))
            return new(missing ? StoredNameKind.MissingSchema : StoredNameKind.Schema, SchemaId: schema);
        if (OfTopicMarker(name) is { } marker)
            return marker;
        bool isPrivate =
            name == MarkerName.CreateOnlyProbe
            || name.StartsWith(StateFolder, StringComparison.Ordinal)
            || name.StartsWith(TemporaryFolder, StringComparison.Ordinal);
        return new(isPrivate ? StoredNameKind.Private : StoredNameKind.Unexpected);
    }

    private static StoredName OfAcceptedStaging(string name)
    {
        string file = name[MarkerName.AcceptedStagings.Length..];
        string id = file.EndsWith(".json", StringComparison.Ordinal) ? file[..^".json".Length] : "";
        return id.Length > 0 && !id.Contains('/', StringComparison.Ordinal)
            ? new(StoredNameKind.StagingMarker, StagingId: id)
            : new(StoredNameKind.Unexpected);
    }

    private static StoredName? OfTopicMarker(string name)
    {
        string rest = name[MarkerName.Root.Length..];
        string topic = rest[..Math.Max(0, rest.IndexOf('/', StringComparison.Ordinal))];
        if (TopicGeneration.IsName(topic) && name == MarkerName.Start(topic))
            return new(StoredNameKind.StartMarker, new TopicPartition(topic, WholeTopic));
        if (MarkerName.TryParseIdentity(name, out TopicGeneration generation, out _))
            return new(StoredNameKind.IdentityMarker, new TopicPartition(generation.ToString(), WholeTopic));
        if (!PartitionPath.TrySplit(rest, out TopicPartition partition, out ReadOnlySpan<char> file))
            return null;
        if (file is StartFile)
            return new(StoredNameKind.StartMarker, partition);
        return MarkerName.TryParseLost(partition, name, out OffsetRange range) ? new(StoredNameKind.LostMarker, partition, range) : null;
    }
}
