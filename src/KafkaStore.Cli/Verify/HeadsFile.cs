using KafkaStore.Reading.Heads;
using KafkaStore.Storage.Files;

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
        try
        {
            using var draft = new DraftFile(path);
            draft.Content.Write(heads.ToJson());
            draft.Replace();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"--heads {path} can't be written: {e.Message.TrimEnd('.')}.", e);
        }
    }
}
