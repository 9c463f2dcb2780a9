using KafkaStore.Cli.CommandLine;
using KafkaStore.Hosting;
using KafkaStore.Naming;

namespace KafkaStore.Cli.Reader;

/// <summary>Where an archive object lies: <c>ROOT/TOPIC/PPPPPP/OOOOOOOOOOOOOOOOOOOO</c>.</summary>
/// <param name="Root">The archive.</param>
/// <param name="Name">The object's name in it.</param>
internal readonly record struct ArchivePath(StoreLocation Root, ArchiveName Name)
{
    private const int Segments = 3;

    /// <summary>Takes a path on this machine apart; nothing on disk has to exist.</summary>
    /// <exception cref="CommandFailedException">It is a folder's, or not an archive object's.</exception>
    public static ArchivePath ParseLocal(string path)
    {
        string full = Path.GetFullPath(path);
        if (Directory.Exists(full))
            throw new CommandFailedException($"{path} is a folder. Give the path of an archive object in it: …/TOPIC/PPPPPP/OOOOOOOOOOOOOOOOOOOO.");
        (string root, ArchiveName name) = Split(full, Path.DirectorySeparatorChar) ?? throw NoName(path, "path");
        return new ArchivePath(StoreLocation.Local(root.Length == 0 ? Path.GetPathRoot(full)! : root), name);
    }

    /// <summary>Takes a URL apart; what follows a <c>?</c> stays with the archive's.</summary>
    /// <exception cref="CommandFailedException">It is not an archive object's.</exception>
    /// <exception cref="StoreLocationException">It is not the URL of a store.</exception>
    public static ArchivePath ParseUrl(string url, StoreKind kind)
    {
        string[] parts = url.Split('?', 2);
        (string root, ArchiveName name) = Split(parts[0], '/') ?? throw NoName(parts[0], "URL");
        StoreLocation location = StoreLocation.Parse(parts.Length == 1 ? root : $"{root}?{parts[1]}");
        return location.Kind == kind
            ? new ArchivePath(location, name)
            : throw new CommandFailedException($"{parts[0]} is not a URL of that store. See {ReaderCommand.Name} --help for what each takes.");
    }

    public override string ToString() => Root.Kind == StoreKind.Local ? Path.Combine(Root.Address, Name.ToString()) : $"{Root.DisplayName}/{Name}";

    private static (string Root, ArchiveName Name)? Split(string path, char separator)
    {
        string[] parts = path.Split(separator);
        return parts.Length > Segments && ArchiveName.TryParse(string.Join('/', parts[^Segments..]), out ArchiveName name)
            ? (string.Join(separator, parts[..^Segments]), name)
            : null;
    }

    private static CommandFailedException NoName(string text, string what) => new(
        $"{text} is not the {what} of an archive object. It ends in TOPIC/PPPPPP/OOOOOOOOOOOOOOOOOOOO: partition in 6 digits, offset in 20.");
}
