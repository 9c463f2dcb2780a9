namespace KafkaStore.Cli.Restore;

/// <summary>Notes on standard error: at once where that is no terminal, else when the progress bar is gone.</summary>
internal sealed class RestoreNotes : IDisposable
{
    private readonly List<string> waiting = [];

    public void Add(string note)
    {
        waiting.Add(note);
        if (Console.IsErrorRedirected)
            Write();
    }

    public void Write()
    {
        foreach (string note in waiting)
            Console.Error.WriteLine($"note: {note}");
        waiting.Clear();
    }

    public void Dispose() => Write();
}
