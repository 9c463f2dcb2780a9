using KafkaStore.Reading.Heads;

namespace KafkaStore.Cli.Verify;

/// <summary>The file of <c>--heads</c> and <c>--expect</c>.</summary>
internal static class HeadsFile
{
    /// <exception cref="UsageException">It can't be read, or is no such file.</exception>
    public static ArchiveHeads Read(string path, string option)
    {
        try
        {
            return ArchiveHeads.Parse(File.ReadAllBytes(path))
                ?? throw new UsageException($"{option} {path} is no file that kafka-store verify --heads wrote.");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"there is no file {path} to compare with. Give one that kafka-store verify --heads wrote.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{option} {path} can't be read: {e.Message.TrimEnd('.')}.");
        }
    }

    /// <summary>Puts it in the place of what is there.</summary>
    /// <exception cref="CommandFailedException">It can't be written.</exception>
    public static void Write(string path, ArchiveHeads heads)
    {
        string part = $"{path}.{Path.GetRandomFileName()}";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var stream = new FileStream(part, options))
            {
                stream.Write(heads.ToJson());
                stream.Flush(flushToDisk: true);
            }

            File.Move(part, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            File.Delete(part);
            throw new CommandFailedException($"--heads {path} can't be written: {e.Message.TrimEnd('.')}.", e);
        }
    }
}
