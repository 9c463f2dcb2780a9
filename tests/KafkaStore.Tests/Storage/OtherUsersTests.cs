using System.Runtime.Versioning;

namespace KafkaStore.Tests.Storage;

/// <summary>What other users of the machine can read, hold up or lead astray.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class OtherUsersTests : IDisposable
{
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnersFolder = OwnersFile | UnixFileMode.UserExecute;

    private static readonly ObjectContent Content = ObjectContent.FromBytes("content"u8.ToArray());

    private readonly TemporaryFolder folder = new();

    private string Victim => folder.Below("victim");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task StagedChunksAreTheirOwnersAlone()
    {
        string root = folder.Below("state/staged");
        LocalObjectStore staging = await LocalObjectStore.OpenAsync(root, createIfMissing: true, audience: Audience.OwnerAlone);
        await staging.CreateAsync("orders/000000/chunk", Content, default);

        string[] entries = Directory.GetFileSystemEntries(root, "*", SearchOption.AllDirectories);
        Assert.Equal(["000000", "chunk", "orders", "~kafka-store", "~tmp"], entries.Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(
            entries.Append(root),
            entry => Assert.Equal(Directory.Exists(entry) ? OwnersFolder : OwnersFile, File.GetUnixFileMode(entry))
        );
    }

    [Fact]
    public async Task AnArchiveIsWhoseTheUmaskSays()
    {
        LocalObjectStore archive = await LocalObjectStore.OpenAsync(folder.Below("archive"), createIfMissing: true);
        await archive.CreateAsync("orders/000000/1", Content, default);

        UnixFileMode umask = NativeFiles.Umask();
        Assert.Equal(Audience.AsUmaskSays.OfFile() & ~umask, File.GetUnixFileMode(folder.Below("archive/orders/000000/1")));
        Assert.Equal(Audience.AsUmaskSays.OfFolder() & ~umask, File.GetUnixFileMode(folder.Below("archive/orders")));
        Assert.Equal(umask, NativeFiles.Umask());
    }

    [Fact]
    public async Task ASpoolIsItsOwnersAlone()
    {
        string spools = folder.Below("spool");
        using var spool = new SpoolFile(spools, memoryLimitBytes: 0);
        spool.Write("secret"u8);
        Assert.Equal(OwnersFolder, File.GetUnixFileMode(spools));
        string descriptor = Assert.Single(
            Directory.GetFiles("/proc/self/fd"),
            open => new FileInfo(open).LinkTarget?.StartsWith(spools, StringComparison.Ordinal) == true
        );
        Assert.Equal(
            "600",
            (await ToolRun.RunAsync("stat", ["-L", "-c", "%a", $"/proc/{Environment.ProcessId}/fd/{Path.GetFileName(descriptor)}"]))
                .Succeed()
                .Trim()
        );
    }

    [Fact]
    public async Task WhoLocksAnObjectStopsNobodyFromReadingIt()
    {
        var archive = new LocalObjectStore(folder.Path);
        await archive.CreateAsync("orders/1", Content, default);
        using Process holder = Process.Start(
            new ProcessStartInfo("flock", ["-x", folder.Below("orders/1"), "sh", "-c", "echo held; cat"])
            {
                RedirectStandardOutput = true,
                RedirectStandardInput = true,
            }
        )!;
        Assert.Equal("held", await holder.StandardOutput.ReadLineAsync());
        try
        {
            await using Stream read = await archive.OpenReadAsync("orders/1", 0, null, default);
            Assert.Equal("content", await new StreamReader(read).ReadToEndAsync());
        }
        finally
        {
            holder.StandardInput.Close();
            await holder.WaitForExitAsync();
        }
    }

    [Fact]
    public void AStateFolderAndItsLockAreTheirOwnersAlone()
    {
        string state = folder.Below("archive/state");
        using var taken = StateFolderLock.Take(state);
        Assert.Equal(OwnersFolder, File.GetUnixFileMode(state));
        Assert.Equal(OwnersFile, File.GetUnixFileMode(Path.Combine(state, "lock")));
        Assert.Throws<StateFolderInUseException>(() => StateFolderLock.Take(state));
    }

    [Fact]
    public void ALockThatAFormerVersionMadeIsClosedToOthers()
    {
        string path = folder.Below("lock");
        File.WriteAllText(path, "");
        File.SetUnixFileMode(path, OwnersFile | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        StateFolderLock.Take(folder.Path).Dispose();
        Assert.Equal(OwnersFile, File.GetUnixFileMode(path));
    }

    [Theory]
    [InlineData("victim")]
    [InlineData("nothing")]
    public void AFileThatIsKeptIsNoLink(string target)
    {
        File.WriteAllText(Victim, "precious");
        File.CreateSymbolicLink(folder.Below("kept"), folder.Below(target));
        Assert.ThrowsAny<IOException>(() => OwnFiles.OpenKept(folder.Below("kept"), FileShare.None));
        Assert.Equal("precious", File.ReadAllText(Victim));
        Assert.False(File.Exists(folder.Below("nothing")));
    }

    [Fact]
    public void ADraftFollowsNoLinkAndIsItsOwnersAlone()
    {
        File.WriteAllText(Victim, "precious");
        string path = folder.Below("out");
        foreach (string guess in (string[])[$"{path}.part", $"{path}.new", $"{path}.{Environment.ProcessId}.part", path])
            File.CreateSymbolicLink(guess, Victim);
        using (var draft = new DraftFile(path))
        {
            draft.Content.Write("fresh"u8);
            string made = Assert.Single(Directory.GetFiles(folder.Path), file => new FileInfo(file).LinkTarget is null && file != Victim);
            Assert.Equal(OwnersFile, File.GetUnixFileMode(made));
            draft.Replace();
        }

        Assert.Null(new FileInfo(path).LinkTarget);
        Assert.Equal(("fresh", "precious"), (File.ReadAllText(path), File.ReadAllText(Victim)));
        Assert.Equal(OwnersFile, File.GetUnixFileMode(path));
    }

    [Fact]
    public void ACheckpointFollowsNoLinkAndIsItsOwnersAlone()
    {
        File.WriteAllText(Victim, "precious");
        string path = folder.Below("ck.json");
        File.CreateSymbolicLink(path + ".part", Victim);
        using (var journal = RestoreJournal.Open(path, folder.Below("map.csv")))
        {
            Assert.Null(journal.Load());
            journal.Save(new RestoreCheckpoint(RestoreCheckpoint.CurrentFormat, "request", 0, []), []);
        }

        Assert.Equal("precious", File.ReadAllText(Victim));
        Assert.All([path, path + ".lock", folder.Below("map.csv")], file => Assert.Equal(OwnersFile, File.GetUnixFileMode(file)));
    }
}
