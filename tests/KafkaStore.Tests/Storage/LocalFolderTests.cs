namespace KafkaStore.Tests.Storage;

/// <summary>What is special about a store that is a folder.</summary>
public sealed class LocalFolderTests : IDisposable
{
    private static readonly ObjectContent Content = ObjectContent.FromBytes("content"u8.ToArray());

    private readonly TemporaryFolder folder = new();
    private readonly LocalObjectStore store;

    public LocalFolderTests()
    {
        store = new LocalObjectStore(folder.Path);
    }

    private string Temporary => folder.Below("~kafka-store/~tmp");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task ReaderBesideAWriterSeesAllOfAnObjectOrNothing()
    {
        bool done = false;
        Task<int> reader = Task.Run(async () =>
        {
            int seen = 0;
            while (!Volatile.Read(ref done))
            {
                await foreach (ObjectEntry entry in store.ListAsync("orders/", null, default))
                {
                    Assert.Equal(1_000_000, entry.Length);
                    await using Stream stream = await store.OpenReadAsync(entry.Name, 0, null, default);
                    Assert.Null(await new GeneratedContent(1, 1_000_000).FindDifferenceAsync(stream));
                    seen++;
                }
            }

            return seen;
        });

        for (int number = 0; number < 20; number++)
            await store.CreateAsync($"orders/{number}", new GeneratedContent(1, 1_000_000), default);

        Volatile.Write(ref done, true);
        Assert.InRange(await reader, 1, int.MaxValue);
    }

    [Fact]
    public async Task NothingTemporaryIsLeftWhateverTheOutcome()
    {
        var failing = new GeneratedContent(1, 100) { Interruption = (50, () => throw new InvalidDataException("damaged")) };

        await store.CreateAsync("a/1", Content, default);
        await store.CreateAsync("a/1", Content, default);
        await Assert.ThrowsAsync<InvalidDataException>(() => store.CreateAsync("a/2", failing, default));

        Assert.Empty(Directory.GetFiles(Temporary));
    }

    [Fact]
    public async Task TemporaryFilesMayLieElsewhere()
    {
        using var elsewhere = new TemporaryFolder();
        var store = new LocalObjectStore(folder.Path, elsewhere.Below("made/on/demand"));

        await store.CreateAsync("a/1", Content, default);

        Assert.Equal(["a"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName));
        Assert.True(Directory.Exists(elsewhere.Below("made/on/demand")));
    }

    [Fact]
    public async Task ListingPassesOverWhatIsNoObject()
    {
        await store.CreateAsync("a/1", Content, default);
        Leave("a/.nfs0001", ".DS_Store", "lost+found/1", "~kafka-store/~tmp/1.part");
        Leave(".topic/000000/1", "tmp/000000/1", "~kafka-store/tmp/start.json", "~kafka-store/.tmp/start.json");

        Assert.Equal(
            [".topic/000000/1", "a/1", "tmp/000000/1", "~kafka-store/.tmp/start.json", "~kafka-store/tmp/start.json"],
            await store.ListAsync("", null, default).Select(entry => entry.Name).ToListAsync()
        );
    }

    [Theory]
    [InlineData("a/.hidden")]
    [InlineData(".hidden")]
    [InlineData("lost+found/1")]
    [InlineData("~kafka-store/~tmp/1")]
    public async Task NameThatAListingWouldPassOverIsRefused(string name) =>
        await Assert.ThrowsAsync<ArgumentException>(() => store.CreateAsync(name, Content, default));

    [Fact]
    public async Task LinkedFilesAndFoldersAreObjectsToo()
    {
        using var elsewhere = new TemporaryFolder();
        await File.WriteAllTextAsync(elsewhere.Below("moved"), "twelve bytes");
        Directory.CreateSymbolicLink(folder.Below("topic"), elsewhere.Path);
        File.CreateSymbolicLink(folder.Below("link"), elsewhere.Below("moved"));
        File.CreateSymbolicLink(folder.Below("nowhere"), elsewhere.Below("gone"));

        Assert.Equal(
            [new ObjectEntry("link", 12), new ObjectEntry("topic/moved", 12)],
            await store.ListAsync("", null, default).ToListAsync()
        );
        Assert.Equal(12, (await store.FindAsync("link", default))?.Length);
        Assert.Null(await store.FindAsync("nowhere", default));
    }

    [Fact]
    public async Task BeingKeptFromLookingIsNoProofThatNothingIsThere()
    {
        // A superuser is kept from little else than a link that leads to itself.
        Directory.CreateSymbolicLink(folder.Below("loop"), folder.Below("loop"));

        await Assert.ThrowsAnyAsync<StorageUnavailableException>(() => store.FindAsync("loop/1", default));
        await Assert.ThrowsAnyAsync<StorageUnavailableException>(() => store.OpenReadAsync("loop/1", 0, null, default));
        await Assert.ThrowsAnyAsync<StorageUnavailableException>(async () => await store.ListAsync("loop/", null, default).ToListAsync());
    }

    [Fact]
    public async Task FolderRemovedSinceIsMadeAgain()
    {
        await store.CreateAsync("a/b/1", Content, default);
        Directory.Delete(folder.Below("a"), recursive: true);

        Assert.Equal(CreateOutcome.Created, await store.CreateAsync("a/b/1", Content, default));
    }

    [Fact]
    public async Task FileInTheWayOfAFolderIsNamed()
    {
        await store.CreateAsync("a/b", Content, default);

        StorageAccessException below = await Assert.ThrowsAsync<StorageAccessException>(() => store.CreateAsync("a/b/c", Content, default));
        StorageAccessException above = await Assert.ThrowsAsync<StorageAccessException>(() => store.CreateAsync("a", Content, default));

        Assert.Contains(folder.Below("a/b"), below.Message);
        Assert.Contains("a file and a folder claim the same name", above.Message);
    }

    [Fact]
    public async Task RootThatVanishedIsAnErrorAndNotAnEmptyStore()
    {
        var store = new LocalObjectStore(folder.Below("root"));

        await Assert.ThrowsAsync<StorageUnavailableException>(() => store.FindAsync("a/1", default));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => store.OpenReadAsync("a/1", 0, null, default));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => store.DeleteAsync("a/1", default));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => store.CreateAsync("a/1", Content, default));
        await Assert.ThrowsAsync<StorageUnavailableException>(async () => await store.ListAsync("a/", null, default).ToListAsync());
        Assert.False(Directory.Exists(folder.Below("root")));
    }

    private void Leave(params string[] names)
    {
        foreach (string name in names)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder.Below(name))!);
            File.WriteAllText(folder.Below(name), "left");
        }
    }
}
