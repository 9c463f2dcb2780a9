using System.Security.Cryptography;

namespace KafkaStore.Storage.Files;

/// <summary>
/// A file in the making beside the one that it becomes, for its owner alone and under a name that nobody can guess: in a folder that
/// others may write to, a link or file of theirs is neither followed nor taken. Nothing is left of one that is not completed.
/// </summary>
public sealed class DraftFile : IDisposable
{
    private readonly string path;
    private readonly string draft;
    private readonly FileStream stream;
    private bool isComplete;

    /// <summary>What it throws is .NET's own, here and below.</summary>
    /// <param name="path">What it becomes.</param>
    public DraftFile(string path)
    {
        this.path = path;
        draft = $"{path}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}{TemporaryFile.Extension}";
        stream = OwnFiles.Create(draft, FileAccess.Write, FileShare.Read, FileOptions.None, Audience.OwnerAlone);
    }

    /// <summary>To be written to; closed with the draft.</summary>
    public Stream Content => stream;

    /// <summary>Puts it on disk and gives it its name, for its owner alone; what has that name, a link too, is replaced.</summary>
    public void Replace() => Complete(overwrite: true);

    /// <summary>As <see cref="Replace"/>, for whom the umask leaves.</summary>
    public void ReplaceForOthers()
    {
        ShareAsUmaskSays();
        Complete(overwrite: true);
    }

    /// <summary>As <see cref="ReplaceForOthers"/>, where nothing has that name.</summary>
    public void PublishForOthers()
    {
        ShareAsUmaskSays();
        Complete(overwrite: false);
    }

    public void Dispose()
    {
        stream.Dispose();
        if (!isComplete)
            File.Delete(draft);
    }

    private void ShareAsUmaskSays()
    {
        if (!OperatingSystem.IsWindows())
            OwnFiles.SetMode(stream, Audience.AsUmaskSays.OfFile() & ~NativeFiles.Umask());
    }

    private void Complete(bool overwrite)
    {
        stream.Flush(flushToDisk: true);
        stream.Dispose();
        File.Move(draft, path, overwrite);
        isComplete = true;
    }
}
