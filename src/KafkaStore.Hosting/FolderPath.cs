namespace KafkaStore.Hosting;

/// <summary>Compares folders as the file system has them.</summary>
internal static class FolderPath
{
    private const string Home = "~";

    private static readonly StringComparison Comparison =
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    /// <summary>
    /// The absolute path; <c>~</c> is the user's own folder, since settings files have no shell that would know it. <c>~name</c>
    /// is a name like any other.
    /// </summary>
    public static string Full(string path)
    {
        bool isOfHome =
            path.StartsWith(Home, StringComparison.Ordinal)
            && (path.Length == 1 || path[1] is '/' || path[1] == Path.DirectorySeparatorChar);
        return isOfHome
            ? Path.GetFullPath(Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), path[1..]))
            : Path.GetFullPath(path);
    }

    /// <summary>Whether both are the same, or the first is somewhere below the second, by whichever links they are written.</summary>
    public static bool IsInside(string folder, string parent) => Ended(Followed(folder)).StartsWith(Ended(Followed(parent)), Comparison);

    private static string Ended(string path) => Path.TrimEndingDirectorySeparator(path) + Path.DirectorySeparatorChar;

    // With every link on the way followed, as far as there is anything.
    private static string Followed(string path)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (Path.GetDirectoryName(full) is not { } parent)
            return full;
        var folder = new DirectoryInfo(Path.Combine(Followed(parent), Path.GetFileName(full)));
        try
        {
            return folder.LinkTarget is not null && folder.ResolveLinkTarget(returnFinalTarget: true) is { } target
                ? Followed(target.FullName)
                : folder.FullName;
        }
        catch (IOException)
        {
            return folder.FullName; // a ring of links, which opening the folder tells of
        }
    }
}
