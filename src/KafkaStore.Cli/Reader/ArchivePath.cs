namespace KafkaStore.Cli.Reader;

/// <summary>What is to be read: <c>ROOT/TOPIC</c>, <c>ROOT/TOPIC/PPPPPP</c> or <c>ROOT/TOPIC/PPPPPP/OOOOOOOOOOOOOOOOOOOO</c>.</summary>
/// <param name="Topic">In it.</param>
internal sealed record ArchivePath(StoreLocation Root, string Topic)
{
    /// <summary>What a path ends in.</summary>
    public const string Forms = "TOPIC, TOPIC/PPPPPP or TOPIC/PPPPPP/OOOOOOOOOOOOOOOOOOOO";

    /// <summary>Null for all the topic's.</summary>
    public TopicPartition? Partition { get; init; }

    /// <summary>Of the object to begin with; null where none is named.</summary>
    public ArchiveName? Name { get; init; }

    /// <summary>Takes a path on this machine apart, <c>file://</c> before it or not; nothing on disk has to exist.</summary>
    /// <exception cref="CommandFailedException">It is not one of an archive.</exception>
    /// <exception cref="StoreLocationException">It is of no scheme that is known.</exception>
    public static ArchivePath ParseLocal(string path)
    {
        string full = Path.TrimEndingDirectorySeparator(
            StoreLocation.OfPath(path) is { Kind: StoreKind.Local, Address: var folder }
                ? folder
                : throw new CommandFailedException(
                    $"{path} is a URL. {ReaderCommand.Name} local takes a path; see {ReaderCommand.Name} --help for the others."
                )
        );
        return Split(full, Path.DirectorySeparatorChar, root => StoreLocation.Local(root.Length == 0 ? Path.GetPathRoot(full)! : root))
            ?? throw NotOne(path, "path");
    }

    /// <summary>Takes a URL apart; what follows a <c>?</c> stays with the archive's.</summary>
    /// <exception cref="CommandFailedException">It is not one of an archive.</exception>
    /// <exception cref="StoreLocationException">It is not the URL of a store.</exception>
    public static ArchivePath ParseUrl(string url, StoreKind kind)
    {
        string[] parts = url.Split('?', 2);
        if (IsBucketAlone(parts[0], kind))
            throw new CommandFailedException($"{parts[0].TrimEnd('/')} names no topic: add /TOPIC to it.");
        ArchivePath path =
            Split(parts[0].TrimEnd('/'), '/', root => StoreLocation.Parse(parts.Length == 1 ? root : $"{root}?{parts[1]}"))
            ?? throw NotOne(parts[0], "URL");
        return path.Root.Kind == kind
            ? path
            : throw new CommandFailedException(
                $"{parts[0]} is not a URL of that store. See {ReaderCommand.Name} --help for what each takes."
            );
    }

    /// <summary>Where another object of the archive lies, for people.</summary>
    public string PathOf(ArchiveName name) => Below(name.ToString());

    public override string ToString() =>
        Below(Name?.ToString() ?? (Partition is { } partition ? ArchiveName.Folder(partition).TrimEnd('/') : Topic));

    private string Below(string name) =>
        Root.Kind == StoreKind.Local ? Path.Combine(Root.Address, name) : $"{Root.DisplayName.TrimEnd('/')}/{name}";

    // What an emulator serves has the account in the path too.
    private static bool IsBucketAlone(string url, StoreKind kind) =>
        Uri.TryCreate(url, UriKind.Absolute, out Uri? whole)
        && whole.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries).Length
            <= (
                kind != StoreKind.Azure ? 0
                : whole.IsLoopback ? 2
                : 1
            );

    private static ArchivePath? Split(string path, char separator, Func<string, StoreLocation> root)
    {
        string[] parts = path.Split(separator);
        if (parts.Length > 3 && ArchiveName.TryParse(string.Join('/', parts[^3..]), out ArchiveName name))
            return new ArchivePath(Root(3), name.Partition.Topic) { Partition = name.Partition, Name = name };
        if (parts.Length > 2 && PartitionOf(parts[^2], parts[^1]) is { } partition)
            return new ArchivePath(Root(2), partition.Topic) { Partition = partition };

        // A number is more likely the rest of a path with a mistake in it than the name of a topic, and so is what lies in a partition.
        bool isTopic =
            parts.Length > 1
            && TopicGeneration.IsName(parts[^1])
            && !parts[^1].All(char.IsAsciiDigit)
            && !(parts.Length > 3 && PartitionOf(parts[^3], parts[^2]) is not null);
        return isTopic ? new ArchivePath(Root(1), parts[^1]) : null;

        StoreLocation Root(int count) => root(string.Join(separator, parts[..^count]));
    }

    private static TopicPartition? PartitionOf(string topic, string digits) =>
        ArchiveName.TryParse($"{topic}/{digits}/{0:D20}", out ArchiveName first) ? first.Partition : null;

    private static CommandFailedException NotOne(string text, string what) =>
        new($"{text} is not the {what} of an archive's topic, partition or file. It ends in {Forms}: partition in 6 digits, offset in 20.");
}
