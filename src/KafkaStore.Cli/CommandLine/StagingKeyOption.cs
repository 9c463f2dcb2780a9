using KafkaStore.Staging.Trust;

namespace KafkaStore.Cli.CommandLine;

/// <summary>The file of staging keys, the same for every command that reads or writes what is staged.</summary>
internal static class StagingKeyOption
{
    // Of any number of keys.
    private const long MostBytes = 64 * 1024;

    /// <param name="description">What it means to the command.</param>
    public static Option<string?> Create(string description) => OptionText.Create("--staging-key-file FILE", description);

    /// <exception cref="UsageException">There is no such file, or a key in it can't be used.</exception>
    public static StagingKeys StagingKeys(this ParseResult result, Option<string?> option)
    {
        if (result.GetValue(option) is not { } file)
            return Staging.Trust.StagingKeys.None;
        if (!File.Exists(file))
            throw new UsageException($"there is no file {file} to read staging keys from. Correct the path.");
        try
        {
            if (new FileInfo(file).Length > MostBytes)
                throw new UsageException($"{option.Name} {file} has more than {MostBytes} bytes, and takes a file of keys, one a line.");
            var keys = Staging.Trust.StagingKeys.Parse(File.ReadAllLines(file));
            return keys.IsEmpty
                ? throw new UsageException(
                    $"{option.Name} {file} has no key: make one with 'openssl rand -base64 {Staging.Trust.StagingKeys.LeastBytes}'."
                )
                : keys;
        }
        catch (StagingKeyException e)
        {
            throw new UsageException($"{option.Name} {file}: {e.Message}.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{option.Name} {file} can't be read: {e.Message}");
        }
    }
}
