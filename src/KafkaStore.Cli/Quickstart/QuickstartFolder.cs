namespace KafkaStore.Cli.Quickstart;

/// <summary>A folder of its own for each run, so that a run never meets what another left.</summary>
internal static class QuickstartFolder
{
    /// <summary>A new folder among the system's temporary ones, or the one that was asked for.</summary>
    /// <exception cref="CommandFailedException">The folder has something in it, or can't be made.</exception>
    public static string Make(string? wanted)
    {
        try
        {
            if (wanted is null)
                return Directory.CreateTempSubdirectory("kafka-store-quickstart-").FullName;
            string folder = Path.GetFullPath(wanted);
            if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
            {
                throw new CommandFailedException(
                    $"--dir {wanted} is not an empty folder. Choose another; without --dir each run makes a fresh one."
                );
            }

            return Directory.CreateDirectory(folder).FullName;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(
                $"the folder {wanted ?? Path.GetTempPath()} can't be used: {failure.Message} Choose another with --dir.",
                failure
            );
        }
    }
}
