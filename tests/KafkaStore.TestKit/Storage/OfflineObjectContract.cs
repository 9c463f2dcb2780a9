namespace KafkaStore.Tests.Storage;

/// <summary>What stores with an archive tier do of an object in it. Each test has an object of its own.</summary>
public abstract class OfflineObjectContract : IAsyncLifetime
{
    protected const string Name = "orders/000000/00000000000000000000";

    private static readonly Described Content = new("what it holds"u8.ToArray());

    protected abstract IStagingStore Store { get; }

    public abstract Task InitializeAsync();

    public abstract Task DisposeAsync();

    /// <summary>As a lifecycle rule does.</summary>
    protected abstract Task MoveOfflineAsync(string name);

    /// <summary>The object can be read again.</summary>
    protected abstract Task BringBackAsync(string name);

    [Theory]
    [InlineData(0L, null)]
    [InlineData(5L, 3L)]
    public async Task ReadingItSaysWhatToDo(long from, long? length)
    {
        await CreateOfflineAsync();

        ObjectOfflineException offline = await Assert.ThrowsAsync<ObjectOfflineException>(() =>
            Store.OpenReadAsync(Name, from, length, default)
        );

        Assert.Equal(Name, offline.Name);
        Assert.Contains($"{Store.DisplayName.TrimEnd('/')}/{Name}: it lies in an archive tier", offline.Message);
        Assert.Contains($"'{offline.Command}'", offline.Message);
    }

    [Fact]
    public async Task WhatIsKeptBesideItIsThereAllTheSame()
    {
        await CreateOfflineAsync();

        ObjectProperties found = (await Store.FindAsync(Name, default))!;

        Assert.True(found.IsOffline);
        Assert.Equal(Content.Length, found.Length);
        Assert.Equal(Content.Metadata, found.Metadata);
        Assert.Equal([new ObjectEntry(Name, Content.Length)], await Store.ListAsync("orders/", null, default).ToListAsync());
    }

    [Fact]
    public async Task ItsNameStaysTaken()
    {
        await CreateOfflineAsync();

        Assert.Equal(CreateOutcome.AlreadyExists, await Store.CreateAsync(Name, Content, default));
    }

    [Fact]
    public async Task BroughtBackItIsReadAsEver()
    {
        await CreateOfflineAsync();

        await BringBackAsync(Name);

        Assert.False((await Store.FindAsync(Name, default))!.IsOffline);
        await using Stream stream = await Store.OpenReadAsync(Name, 5, 3, default);
        using var reader = new StreamReader(stream);
        Assert.Equal("it ", await reader.ReadToEndAsync());
    }

    protected async Task CreateOfflineAsync()
    {
        await Store.CreateAsync(Name, Content, default);
        Assert.False((await Store.FindAsync(Name, default))!.IsOffline);
        await MoveOfflineAsync(Name);
    }

    private sealed class Described(byte[] bytes) : ObjectContent
    {
        public override long Length => bytes.Length;

        public override IReadOnlyDictionary<string, string> Metadata { get; } =
            new Dictionary<string, string> { ["kafka_next_offset"] = "7" };

        public override Stream Open() => new MemoryStream(bytes, writable: false);
    }
}
