using KafkaStore.Storage.Files;

namespace KafkaStore.Storage.Local;

/// <summary>Where an object of a given name lies below the root, and which names the folder keeps for itself.</summary>
internal sealed class LocalPaths
{
    /// <summary>
    /// Below the root. The second <c>~</c> matters: <c>~kafka-store/TOPIC</c> holds a topic's markers, and a topic may well be
    /// called <c>tmp</c> or <c>.tmp</c>, but never <c>~tmp</c>.
    /// </summary>
    public const string DefaultTemporaryFolder = MarkerName.Root + "~tmp";

    private readonly string? temporaryName;

    public LocalPaths(string root, string? temporaryFolder)
    {
        Root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        TemporaryFolder = Path.TrimEndingDirectorySeparator(
            Path.GetFullPath(temporaryFolder ?? Path.Combine(Root, DefaultTemporaryFolder))
        );
        string relative = Path.GetRelativePath(Root, TemporaryFolder).Replace('\\', '/');
        temporaryName = ObjectName.IsValid(relative) && !Path.IsPathRooted(relative) ? relative + "/" : null;
    }

    public string Root { get; }

    public string TemporaryFolder { get; }

    /// <exception cref="ArgumentException">The name is no object name, or the folder keeps it for itself.</exception>
    public string PathOf(string name)
    {
        ObjectName.ThrowIfInvalid(name);
        if (IsReserved(name))
        {
            throw new ArgumentException(
                $"'{name}' can't name an object in a local folder: it is kept for temporary and hidden files.",
                nameof(name)
            );
        }

        return Path.Combine(Root, name);
    }

    /// <summary>
    /// Whether a listing passes over it: temporary files; files that start with a dot, which others leave behind
    /// (<c>.nfs…</c>, <c>.DS_Store</c>); the repair folder of a freshly made disk. Folders that start with a dot are no
    /// exception, since a topic's name may.
    /// </summary>
    /// <param name="name">A name; a folder's ends in <c>/</c>.</param>
    public bool IsReserved(string name) =>
        name[(name.LastIndexOf('/') + 1)..].StartsWith('.')
        || name.StartsWith("lost+found/", StringComparison.Ordinal)
        || (temporaryName is not null && name.StartsWith(temporaryName, StringComparison.Ordinal));

    /// <exception cref="StorageUnavailableException">There is no root folder (any more).</exception>
    public void ThrowIfRootIsGone()
    {
        if (!Directory.Exists(Root))
            throw LocalFailure.RootIsGone(Root);
    }
}
