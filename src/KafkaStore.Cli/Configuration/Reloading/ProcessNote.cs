using System.Diagnostics;
using KafkaStore.Storage.Files;

namespace KafkaStore.Cli.Configuration.Reloading;

/// <summary>
/// What an archiver with a configuration file leaves in its state folder, so that others can ask it to read that again and see what
/// came of it: which process it is, and how the last reload ended.
/// </summary>
/// <param name="ProcessId">The process's.</param>
/// <param name="Reloads">How often it has read its configuration again.</param>
internal sealed record ProcessNote(int ProcessId, int Reloads)
{
    private const string Name = "process.json";

    /// <summary>What the last reload has changed; null where it was refused, and before the first.</summary>
    public string? Changes { get; init; }

    /// <summary>Why the last one was refused, a sentence each.</summary>
    public IReadOnlyList<string> Refusals { get; init; } = [];

    /// <summary>Of the process, which tells it from a later one with the same number.</summary>
    public DateTime StartedAt { get; init; }

    public static ProcessNote OfThisProcess()
    {
        using var self = Process.GetCurrentProcess();
        return new ProcessNote(self.Id, 0) { StartedAt = self.StartTime.ToUniversalTime() };
    }

    /// <returns>Null where no process has left one that still runs.</returns>
    public static ProcessNote? Read(string stateFolder)
    {
        try
        {
            return JsonSerializer.Deserialize<ProcessNote>(File.ReadAllText(Path.Combine(stateFolder, Name))) is { IsRunning: true } note
                ? note
                : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    /// <summary>In the place of what is there.</summary>
    public void Write(string stateFolder)
    {
        string path = Path.Combine(stateFolder, Name);
        string fresh = path + ".new";
        using (FileStream file = OwnFiles.OpenKept(fresh, FileShare.Read))
        {
            file.SetLength(0);
            file.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(this)));
        }

        File.Move(fresh, path, overwrite: true);
    }

    public static void Remove(string stateFolder) => File.Delete(Path.Combine(stateFolder, Name));

    private bool IsRunning
    {
        get
        {
            try
            {
                using var process = Process.GetProcessById(ProcessId);
                return (process.StartTime.ToUniversalTime() - StartedAt).Duration() < TimeSpan.FromSeconds(1);
            }
            catch (ArgumentException)
            {
                return false;
            }
        }
    }
}
