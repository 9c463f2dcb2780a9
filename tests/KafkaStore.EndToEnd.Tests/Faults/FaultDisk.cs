using System.Diagnostics;
using KafkaStore.EndToEnd.Tests.Support;

namespace KafkaStore.EndToEnd.Tests.Faults;

/// <summary>Where the run's archive and staging lie: a small file system of its own where one can be mounted, so that it can fill up.</summary>
public sealed class FaultDisk : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kafka-store-faults-");
    private readonly bool _mounted;

    public FaultDisk(int megabytes) =>
        _mounted = OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", _folder.FullName);

    /// <summary>Whether it can be filled; otherwise it is a folder on the machine's own disk.</summary>
    public bool CanFill => _mounted;

    public ArchiveFolder Archive => new(Path.Combine(_folder.FullName, "archive"), Staging);

    public string Staging => Path.Combine(_folder.FullName, "staging");

    public string State(string process) => Path.Combine(_folder.FullName, "state-" + process);

    private string Filler => Path.Combine(_folder.FullName, "filler");

    private string Away => Path.Combine(_folder.FullName, "archive-away");

    /// <summary>Takes all space that is left.</summary>
    public void Fill()
    {
        using FileStream filler = File.Create(Filler);
        byte[] block = new byte[1 << 20];
        try
        {
            while (true)
                filler.Write(block);
        }
        catch (IOException)
        {
            // Full, as intended.
        }
    }

    public void Empty() => File.Delete(Filler);

    public void TakeArchiveAway() => Directory.Move(Archive.Path, Away);

    public void BringArchiveBack() => Directory.Move(Away, Archive.Path);

    public void DeleteStaging()
    {
        if (Directory.Exists(Staging))
            Directory.Delete(Staging, recursive: true);
    }

    /// <summary>Temporary files now: with no process running, those that kills have left.</summary>
    public int TemporaryFiles() => new[] { Archive.Path, Staging }
        .Select(root => Path.Combine(root, "~kafka-store", "~tmp"))
        .Where(Directory.Exists)
        .Sum(folder => Directory.GetFiles(folder).Length);

    public void Dispose()
    {
        if (_mounted)
            Run("umount", _folder.FullName);
        _folder.Delete(recursive: true);
    }

    private static bool Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
