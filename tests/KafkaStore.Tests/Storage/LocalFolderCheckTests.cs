namespace KafkaStore.Tests.Storage;

public sealed class LocalFolderCheckTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task MissingFolderIsMadeOnlyIfAskedFor()
    {
        string path = folder.Below("some/where");

        StorageAccessException refused = await Assert.ThrowsAsync<StorageAccessException>(() =>
            LocalObjectStore.OpenAsync(path, createIfMissing: false)
        );
        Assert.Equal($"There is no folder {path}. Create it (mkdir -p {path}), or correct the path.", refused.Message);
        Assert.False(Directory.Exists(path));

        LocalObjectStore store = await LocalObjectStore.OpenAsync(path, createIfMissing: true);
        Assert.Equal(path, store.DisplayName);
        Assert.Empty(await store.ListAsync("", null, default).ToListAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FileIsNoFolder(bool createIfMissing)
    {
        string path = folder.Below("file");
        await File.WriteAllTextAsync(path, "");

        StorageAccessException refused = await Assert.ThrowsAsync<StorageAccessException>(() =>
            LocalObjectStore.OpenAsync(path, createIfMissing)
        );
        Assert.Equal($"{path} is a file, not a folder. Give the path of a folder, or move the file away.", refused.Message);
    }

    [Fact]
    public async Task FileAboveTheFolderIsNamed()
    {
        await File.WriteAllTextAsync(folder.Below("file"), "");

        await Fails.SayingAsync<StorageAccessException>(
            $"{folder.Below("file")} is a file",
            () => LocalObjectStore.OpenAsync(folder.Below("file/a/b"), createIfMissing: true)
        );
        Assert.Throws<StorageAccessException>(() => LocalObjectStore.OpenForReading(folder.Below("file/a/b")));
    }

    [Fact]
    public void ReadingCreatesNothing()
    {
        LocalObjectStore.OpenForReading(folder.Path);

        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task FolderThatNobodyCanWriteIsRefused()
    {
        if (OperatingSystem.IsLinux())
        {
            StorageAccessException refused = await Assert.ThrowsAsync<StorageAccessException>(() =>
                LocalObjectStore.OpenAsync("/proc/archive", createIfMissing: true)
            );
            Assert.StartsWith("Cannot make the folder /proc/archive: ", refused.Message);
            Assert.Contains("hoose another folder", refused.Message);
        }
    }

    [SmallDisk.Fact]
    public async Task ReadOnlyFileSystemIsNamedAndCanBeRead()
    {
        using var disk = new SmallDisk("ro");

        StorageAccessException refused = await Fails.SayingAsync<StorageAccessException>(
            "the file system is read-only",
            () => LocalObjectStore.OpenAsync(disk.Path, createIfMissing: true)
        );
        Assert.Contains(disk.Path, refused.Message);
        Assert.Empty(await LocalObjectStore.OpenForReading(disk.Path).ListAsync("", null, default).ToListAsync());
    }

    [SmallDisk.Fact]
    public async Task TemporaryFolderOnAnotherFileSystemIsExplained()
    {
        using var disk = new SmallDisk("size=1m");

        await Fails.SayingAsync<StorageAccessException>(
            "the temporary folder is on another file system",
            () => LocalObjectStore.OpenAsync(folder.Path, createIfMissing: false, temporaryFolder: disk.Path)
        );
    }

    [SmallDisk.Fact]
    public async Task FullDiskIsUnavailableUntilThereIsSpace()
    {
        using var disk = new SmallDisk("size=1m");
        LocalObjectStore store = await LocalObjectStore.OpenAsync(disk.Path, createIfMissing: false);

        await Fails.SayingAsync<StorageUnavailableException>(
            "the disk is full",
            () => store.CreateAsync("a/1", new GeneratedContent(1, 2_000_000), default)
        );
        Assert.Empty(await store.ListAsync("", null, default).ToListAsync());
        Assert.Equal(CreateOutcome.Created, await store.CreateAsync("a/1", new GeneratedContent(1, 900_000), default));
    }
}
