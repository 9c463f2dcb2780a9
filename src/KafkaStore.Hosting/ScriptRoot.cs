namespace KafkaStore.Hosting;

/// <summary>
/// The folder that the functions host runs the app from. The host watches it, with all that is below, and starts anew when a
/// folder appears or goes in it; it is also the working directory, so a folder that is given without its full path lies in it.
/// </summary>
/// <param name="Folder">Its path.</param>
public sealed record ScriptRoot(string Folder)
{
    /// <summary>Set by the host for its worker.</summary>
    public const string Variable = "FUNCTIONS_APPLICATION_DIRECTORY";

    /// <summary>As the host says or, without one, where the app lies.</summary>
    /// <param name="variable">Finds environment variables.</param>
    public static ScriptRoot Find(Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        return new ScriptRoot(variable(Variable) is { Length: > 0 } set ? set : AppContext.BaseDirectory);
    }

    /// <exception cref="StoreLocationException">A folder that the app writes to lies in it.</exception>
    /// <param name="locations">The app's stores.</param>
    /// <param name="temporary">Folder of segments and copies in the making.</param>
    public void ThrowIfWrittenTo(StoreLocations locations, string temporary)
    {
        ArgumentNullException.ThrowIfNull(locations);
        ThrowIfInside("KafkaStore__ArchiveUrl", locations.Archive);
        ThrowIfInside("KafkaStore__StagingUrl", locations.Staging);
        foreach (StoreLocation mirror in locations.Mirrors)
            ThrowIfInside("KafkaStore__MirrorUrls", mirror);
        ThrowIfInside(OperatingSystem.IsWindows() ? "TMP" : "TMPDIR", StoreLocation.Local(temporary));
    }

    private void ThrowIfInside(string setting, StoreLocation location)
    {
        if (location.Kind == StoreKind.Local && FolderPath.IsInside(location.Address, Folder))
        {
            throw new StoreLocationException(
                $"{setting} is the folder {location.Address}, inside {Folder}, where the app runs: the functions host watches that and would start the app again and again. Give the full path of a folder elsewhere, or one that begins with ~/."
            );
        }
    }
}
