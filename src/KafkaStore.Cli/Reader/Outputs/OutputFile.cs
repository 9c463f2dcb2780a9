using KafkaStore.Storage.Files;

namespace KafkaStore.Cli.Reader.Outputs;

/// <summary>A file that has its name only when it is complete.</summary>
internal sealed class OutputFile : IOutput, IDisposable
{
    private readonly string path;
    private readonly bool force;
    private readonly DraftFile draft;

    /// <param name="force">Replace it if it exists.</param>
    /// <exception cref="CommandFailedException">It can't be written, or exists and is not to be replaced.</exception>
    public OutputFile(string path, bool force)
    {
        this.path = path;
        this.force = force;
        if (Directory.Exists(path))
            throw new CommandFailedException($"--output {path} is a folder. Give the path of a file in it.");
        if (!force && File.Exists(path))
            throw Existing();
        try
        {
            draft = new DraftFile(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(e);
        }
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            draft.Content.Write(bytes);
        }
        catch (IOException e)
        {
            throw Unwritable(e);
        }
    }

    /// <summary>Puts it on disk and gives it its name.</summary>
    /// <exception cref="CommandFailedException">It can't be, or a file of that name has come meanwhile.</exception>
    public void Complete()
    {
        try
        {
            if (force)
                draft.ReplaceForOthers();
            else
                draft.PublishForOthers();
        }
        catch (IOException) when (!force && File.Exists(path))
        {
            throw Existing();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(e);
        }
    }

    /// <summary>Nothing is left of it unless it was completed.</summary>
    public void Dispose() => draft.Dispose();

    private CommandFailedException Existing() => new($"--output {path} exists already. Choose another name, or replace it with --force.");

    private CommandFailedException Unwritable(Exception inner) =>
        new($"--output {path} can't be written: {inner.Message.TrimEnd('.')}.", inner);
}
