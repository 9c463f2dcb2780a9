namespace KafkaStore.Cli.Archive;

/// <summary>Where an archiver stages, as it and the commands beside it are told.</summary>
internal static class StagingPlace
{
    /// <summary>What is null is left as it is.</summary>
    /// <param name="stateFolder">Of <c>--state-dir</c>.</param>
    /// <param name="stagingUrl">Of <c>--staging-url</c>.</param>
    /// <exception cref="UsageException">The folder is empty.</exception>
    /// <exception cref="StoreLocationException">The URL can't be used.</exception>
    public static LocalHostOptions StagedAt(this LocalHostOptions options, string? stateFolder, string? stagingUrl)
    {
        if (Folder(stateFolder) is { } folder)
            options = options with { StateFolder = folder };
        return stagingUrl is null ? options : options with { Staging = StoreLocation.Parse(stagingUrl) };
    }

    /// <exception cref="UsageException">It is empty.</exception>
    public static string? Folder(string? stateFolder) =>
        stateFolder switch
        {
            null => null,
            "" => throw new UsageException("--state-dir takes a folder, not ''."),
            var folder => Path.GetFullPath(folder),
        };
}
