using KafkaStore.Storage.Local;

namespace KafkaStore.EndToEnd.Tests.Faults;

/// <summary>Folders, on a small file system of their own where one can be mounted, so that it can fill up.</summary>
internal sealed class LocalPlace : IFaultPlace
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kafka-store-faults-");
    private readonly bool mounted;

    public LocalPlace(int megabytes) =>
        mounted =
            OperatingSystem.IsLinux()
            && System.Environment.IsPrivilegedProcess
            && Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", folder.FullName);

    public IReadOnlyList<PlaceFault> Faults =>
        [
            .. mounted ? [new PlaceFault("full disks", FillAsync)] : Array.Empty<PlaceFault>(),
            new PlaceFault("times the archive away", TakeArchiveAwayAsync),
        ];

    public IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>();

    private ArchiveFolder Archive => new(Path.Combine(folder.FullName, "archive"), Staging);

    private string Staging => Path.Combine(folder.FullName, "staging");

    private string Filler => Path.Combine(folder.FullName, "filler");

    private string Away => Path.Combine(folder.FullName, "archive-away");

    public string[] Options(string process) =>
        ["--local-store", Archive.Path, "--staging-url", Staging, "--state-dir", Path.Combine(folder.FullName, "state-" + process)];

    public Task<IReadOnlyDictionary<ChunkName, long>> ChunksAsync() => Task.FromResult(Archive.ChunkLengths());

    public Task<IReadOnlyList<ArchiveName>> ObjectsAsync() => Task.FromResult(Archive.Objects());

    public Task<IObjectReader> OpenArchiveAsync() => Task.FromResult<IObjectReader>(LocalObjectStore.OpenForReading(Archive.Path));

    public Task DeleteStagingAsync()
    {
        if (Directory.Exists(Staging))
            Directory.Delete(Staging, recursive: true);
        return Task.CompletedTask;
    }

    public int HalfWritten() =>
        new[] { Archive.Path, Staging }
            .Select(root => Path.Combine(root, "~kafka-store", "~tmp"))
            .Where(Directory.Exists)
            .Sum(folder => Directory.GetFiles(folder).Length);

    public ValueTask DisposeAsync()
    {
        if (mounted)
            Run("umount", folder.FullName);
        folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task FillAsync(Random random)
    {
        using (FileStream filler = File.Create(Filler))
        {
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

        await Task.Delay(random.Next(300, 1500));
        File.Delete(Filler);
    }

    private async Task TakeArchiveAwayAsync(Random random)
    {
        Directory.Move(Archive.Path, Away);
        await Task.Delay(random.Next(100, 800));
        Directory.Move(Away, Archive.Path);
    }

    private static bool Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
