using KafkaStore.Cli.CommandLine;
using KafkaStore.Naming;

namespace KafkaStore.Cli.Reader;

/// <summary>Where an archive object lies on this machine: <c>ROOT/TOPIC/PPPPPP/OOOOOOOOOOOOOOOOOOOO</c>.</summary>
/// <param name="Root">The archive's folder, absolute.</param>
/// <param name="Name">The object's name in it.</param>
internal readonly record struct ArchivePath(string Root, ArchiveName Name)
{
    private const int Segments = 3;

    /// <summary>Takes a path apart; nothing on disk has to exist.</summary>
    /// <exception cref="CommandFailedException">It is a folder's, or not an archive object's.</exception>
    public static ArchivePath Parse(string path)
    {
        string full = Path.GetFullPath(path);
        if (Directory.Exists(full))
            throw new CommandFailedException($"{path} is a folder. Give the path of an archive object in it: …/TOPIC/PPPPPP/OOOOOOOOOOOOOOOOOOOO.");
        string[] parts = full.Split(Path.DirectorySeparatorChar);
        if (parts.Length <= Segments || !ArchiveName.TryParse(string.Join('/', parts[^Segments..]), out ArchiveName name))
        {
            throw new CommandFailedException(
                $"{path} is not the path of an archive object. It ends in TOPIC/PPPPPP/OOOOOOOOOOOOOOOOOOOO: partition in 6 digits, offset in 20.");
        }

        string root = string.Join(Path.DirectorySeparatorChar, parts[..^Segments]);
        return new ArchivePath(root.Length == 0 ? Path.GetPathRoot(full)! : root, name);
    }

    public override string ToString() => Path.Combine(Root, Name.ToString());
}
