namespace KafkaStore.Naming;

/// <summary>Names of the small facts that the archive keeps about itself. They start with <c>~</c>, which no topic name can hold.</summary>
public static class MarkerName
{
    /// <summary>Where they all are, and what else is the archive's own and no topic's.</summary>
    public const string Folder = "~kafka-store";

    /// <summary>What they all start with.</summary>
    public const string Root = Folder + "/";

    /// <summary>Records which staging location this archive was first fed from.</summary>
    public const string Staging = Root + "staging.json";

    /// <summary>
    /// Other staging locations, one object each, that an operator accepted after the loss of an earlier one. The second
    /// <c>~</c> keeps the markers of a topic named staging out of it.
    /// </summary>
    public const string AcceptedStagings = Root + "~staging/";

    /// <summary>
    /// The schemas of the records, one object each, named for the id that their registry gave them. A topic named schemas
    /// has its markers in there too; no id looks like one of them.
    /// </summary>
    public const string Schemas = Root + "schemas/";

    /// <summary>Ids that were met while their registry could not be asked, one object each. They stay when the schema has come.</summary>
    public const string MissingSchemas = Schemas + "missing/";

    /// <summary>In the staging location: its own id.</summary>
    public const string StagingId = Root + "staging-id.json";

    /// <summary>
    /// What the names of a topic's markers start with, and of those that speak of the whole archive. Other things may start
    /// so too: the local host's state, when there is a topic named state.
    /// </summary>
    public static IEnumerable<string> PrefixesOf(string topic) => [Staging, AcceptedStagings, Schemas, $"{Root}{topic}/"];

    /// <summary>
    /// Created once in a store whose server might ignore the condition on a creation, to find out. Says nothing about the
    /// archive; the second <c>~</c> as above.
    /// </summary>
    public const string CreateOnlyProbe = Root + "~create-only-probe";

    public static string AcceptedStaging(string id) => $"{AcceptedStagings}{id}.json";

    /// <param name="id">Positive.</param>
    public static string Schema(int id) => Schemas + id.ToString(CultureInfo.InvariantCulture);

    /// <param name="id">Positive.</param>
    public static string MissingSchema(int id) => MissingSchemas + id.ToString(CultureInfo.InvariantCulture);

    /// <summary>The inverse of <see cref="Schema"/> and <see cref="MissingSchema"/>.</summary>
    public static bool TryParseSchema(string name, out int id, out bool missing)
    {
        id = 0;
        missing = name.StartsWith(MissingSchemas, StringComparison.Ordinal);
        return name.StartsWith(Schemas, StringComparison.Ordinal)
            && int.TryParse(
                name.AsSpan((missing ? MissingSchemas : Schemas).Length),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out id
            )
            && name == (missing ? MissingSchema(id) : Schema(id))
            && id > 0;
    }

    /// <summary>Start offsets of a topic's partitions.</summary>
    public static string Start(string topic) => $"{Root}{topic}/start.json";

    /// <summary>Start offset of a partition that was added to the topic later.</summary>
    public static string Start(TopicPartition partition) => $"{Root}{ArchiveName.Folder(partition)}start.json";

    /// <summary>What the names of all identity markers of a topic start with.</summary>
    /// <param name="topic">Kafka's name.</param>
    public static string IdentityFolder(string topic) => $"{Root}{topic}/identity/";

    /// <summary>Which topic of Kafka's a generation is.</summary>
    public static string Identity(TopicGeneration generation) =>
        string.Create(CultureInfo.InvariantCulture, $"{IdentityFolder(generation.Topic)}{generation.Number:D4}.json");

    /// <summary>How often a generation can go on under another id.</summary>
    public const int MaximumContinued = 99;

    /// <summary>Which topic goes on as a generation by an operator's word, since another id was given than before.</summary>
    /// <param name="number">From 1 to <see cref="MaximumContinued"/>.</param>
    public static string IdentityContinued(TopicGeneration generation, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{ContinuedPrefix(generation)}{number:D2}.json");

    /// <summary>What the names of all of these start with.</summary>
    public static string ContinuedPrefix(TopicGeneration generation) =>
        string.Create(CultureInfo.InvariantCulture, $"{IdentityFolder(generation.Topic)}{generation.Number:D4}-");

    /// <summary>The inverse of <see cref="Identity"/>, and of <see cref="IdentityContinued"/>.</summary>
    /// <param name="continued">0 for the first.</param>
    public static bool TryParseIdentity(string name, out TopicGeneration generation, out int continued)
    {
        const int Digits = 4;
        generation = default;
        continued = 0;
        string[] parts = name.Split('/');
        if (parts.Length != 4 || parts[3].Length < Digits || !TopicName.IsValid(parts[1]))
            return false;
        ReadOnlySpan<char> digits = parts[3].AsSpan(0, Digits);
        if (!FixedWidth.AllDigits(digits))
            return false;
        generation = new TopicGeneration(parts[1], int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture));
        if (name == Identity(generation))
            return true;
        const string End = ".json";
        string prefix = ContinuedPrefix(generation);
        return name.StartsWith(prefix, StringComparison.Ordinal)
            && name.EndsWith(End, StringComparison.Ordinal)
            && int.TryParse(name.AsSpan(prefix.Length..^End.Length), NumberStyles.None, CultureInfo.InvariantCulture, out continued)
            && continued > 0
            && name == IdentityContinued(generation, continued);
    }

    /// <summary>What the names of all of a partition's lost ranges start with.</summary>
    public static string LostFolder(TopicPartition partition) => $"{Root}{ArchiveName.Folder(partition)}lost/";

    public static string Lost(TopicPartition partition, OffsetRange range) =>
        $"{LostFolder(partition)}{FixedWidth.Offset(range.From)}-{FixedWidth.Offset(range.To)}.json";

    /// <summary>The inverse of <see cref="Lost"/>.</summary>
    public static bool TryParseLost(TopicPartition partition, string name, out OffsetRange range)
    {
        range = default;
        string folder = LostFolder(partition);
        const int Length = (2 * FixedWidth.OffsetDigits) + 1;
        if (!name.StartsWith(folder, StringComparison.Ordinal) || !name.EndsWith(".json", StringComparison.Ordinal))
            return false;
        ReadOnlySpan<char> rest = name.AsSpan(folder.Length..^".json".Length);
        if (
            rest.Length != Length
            || rest[FixedWidth.OffsetDigits] != '-'
            || !FixedWidth.TryParseOffset(rest[..FixedWidth.OffsetDigits], out long from)
            || !FixedWidth.TryParseOffset(rest[(FixedWidth.OffsetDigits + 1)..], out long to)
            || from >= to
        )
        {
            return false;
        }

        range = new OffsetRange(from, to);
        return true;
    }
}
