namespace KafkaStore.Tests.Storage;

/// <summary>What every store does, whatever it is made of. Each test has an empty store of its own.</summary>
public abstract class ObjectStoreContract : IAsyncLifetime
{
    private static readonly string[] Names =
    [
        ".hidden/000000/1",
        "Orders/000000/1",
        "a-b",
        "a-c/x",
        "a.b/x",
        "a/b",
        "a/b-1",
        "a/b0",
        "a/b~",
        "a/c-/1",
        "a/c/0",
        "a/c0/2",
        "a/c~/3",
        "a00",
        "a0/x",
        "a~",
        "a~~/x",
        "b",
        "orders-x/000000/1",
        "orders.x/000000/1",
        "orders/000000/00000000000000000000",
        "orders/000000/00000000000000000007",
        "orders/000000/00000000000000000010",
        "orders/000000/lost/0-1.json",
        "orders/000001/00000000000000000000",
        "orders0/000000/1",
        "orders_x/000000/1",
        "~kafka-store/orders/start.json",
        "~kafka-store/staging.json",
    ];

    protected IStagingStore Store { get; private set; } = null!;

    public async Task InitializeAsync() => Store = await OpenEmptyStoreAsync();

    public virtual Task DisposeAsync() => Task.CompletedTask;

    protected abstract Task<IStagingStore> OpenEmptyStoreAsync();

    /// <summary>Objects that no listing gives with one request.</summary>
    protected virtual int MoreThanAPage => 5_100;

    /// <summary>Whether the store keeps metadata and an MD5 beside an object.</summary>
    protected virtual bool KeepsProperties => true;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3_000_000)]
    public async Task ObjectIsReadBackAsItWasCreated(int length)
    {
        var content = new GeneratedContent(1, length);

        Assert.Equal(CreateOutcome.Created, await Store.CreateAsync("orders/000000/1", content, default));

        Assert.Equal(length, (await Store.FindAsync("orders/000000/1", default))?.Length);
        await using Stream stream = await Store.OpenReadAsync("orders/000000/1", 0, null, default);
        Assert.Null(await content.FindDifferenceAsync(stream));
    }

    [Fact]
    public async Task SecondCreationLeavesTheFirstAsItIs()
    {
        await CreateAsync("orders/1", "first");

        Assert.Equal(CreateOutcome.AlreadyExists, await CreateAsync("orders/1", "second, and longer"));

        Assert.Equal("first", await ReadAsync("orders/1"));
        Assert.Equal(["orders/1"], await ListAsync(""));
    }

    [Fact]
    public async Task MetadataAndMd5AreKeptWhereTheStoreKeepsAny()
    {
        var content = new Described(new Dictionary<string, string> { ["kafka_base_offset"] = "7", ["kafka_roll_reason"] = "Age" });

        await Store.CreateAsync("orders/000000/1", content, default);

        ObjectProperties properties = (await Store.FindAsync("orders/000000/1", default))!;
        Assert.Equal(KeepsProperties ? content.Metadata : new Dictionary<string, string>(), properties.Metadata);
        Assert.Equal(KeepsProperties ? await content.GetMd5Async(default) : null, properties.Md5);
    }

    [Fact]
    public async Task RaceOfEightHasOneWinnerAndItsExactBytes()
    {
        for (int round = 0; round < 10; round++)
        {
            string name = $"race/{round}/object";
            using var start = new Barrier(8);
            GeneratedContent[] contents = [.. Enumerable.Range(0, 8).Select(racer => new GeneratedContent(racer, 100_000 + racer))];

            CreateOutcome[] outcomes = await Task.WhenAll(
                contents.Select(content =>
                    Task.Factory.StartNew(
                            () =>
                            {
                                start.SignalAndWait();
                                return Store.CreateAsync(name, content, default);
                            },
                            TaskCreationOptions.LongRunning
                        )
                        .Unwrap()
                )
            );

            int winner = Assert.Single(Enumerable.Range(0, 8), racer => outcomes[racer] == CreateOutcome.Created);
            await using Stream stream = await Store.OpenReadAsync(name, 0, null, default);
            Assert.Null(await contents[winner].FindDifferenceAsync(stream));
        }
    }

    [Theory]
    [InlineData(0, null, "0123456789")]
    [InlineData(3, null, "3456789")]
    [InlineData(3, 4L, "3456")]
    [InlineData(0, 0L, "")]
    [InlineData(9, 1L, "9")]
    [InlineData(8, 100L, "89")]
    [InlineData(8, long.MaxValue, "89")]
    [InlineData(10, null, "")]
    [InlineData(10, 5L, "")]
    [InlineData(1_000_000_000_000, null, "")]
    [InlineData(1_000_000_000_000, 5L, "")]
    public async Task RangeIsReadAsFarAsThereAreBytes(long from, long? length, string expected)
    {
        await CreateAsync("digits", "0123456789");

        Assert.Equal(expected, await ReadAsync("digits", from, length));
    }

    [Fact]
    public async Task RangeOfAnEmptyObjectIsEmpty()
    {
        await CreateAsync("nothing", "");

        Assert.Equal("", await ReadAsync("nothing", 0, 5));
    }

    [Fact]
    public async Task RangeBeforeTheStartIsRefused()
    {
        await CreateAsync("digits", "0123456789");

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Store.OpenReadAsync("digits", -1, null, default));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Store.OpenReadAsync("digits", 0, -1, default));
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("orders")]
    [InlineData("orders/1/below")]
    [InlineData("orders/missing/1")]
    [InlineData("ORDERS/1")]
    public async Task MissingObjectIsSaidToBeMissing(string name)
    {
        await CreateAsync("orders/1", "there");

        Assert.Null(await Store.FindAsync(name, default));
        ObjectMissingException exception = await Assert.ThrowsAsync<ObjectMissingException>(() =>
            Store.OpenReadAsync(name, 0, null, default)
        );
        Assert.Equal(name, exception.Name);
    }

    [Fact]
    public async Task ListingIsInOrdinalOrderOfTheWholeNames()
    {
        await CreateAllAsync(Names.Reverse());

        Assert.Equal(Names.Order(StringComparer.Ordinal), await ListAsync(""));
    }

    [Fact]
    public async Task ListingKeepsToPrefixAndStartWhereverTheyEnd()
    {
        await CreateAllAsync(Names);
        string[] cuts =
        [
            .. Names.SelectMany(name => Enumerable.Range(0, name.Length + 1).Select(length => name[..length])).Distinct(),
            "../",
            "a//",
            "/",
            "a/../",
            "orders/000000/0000000000000000000!",
            "zzz",
            "~~",
        ];
        var random = new Random(1);

        foreach (string prefix in cuts)
        {
            string[] starts = [.. random.GetItems(cuts, 3), prefix + "0"];
            foreach (string? start in starts.Append(null))
            {
                IEnumerable<string> expected = Names
                    .Where(name => name.StartsWith(prefix) && (start is null || string.CompareOrdinal(name, start) >= 0))
                    .Order(StringComparer.Ordinal);
                Assert.True(expected.SequenceEqual(await ListAsync(prefix, start)), $"Prefix '{prefix}', start '{start}'.");
            }
        }
    }

    [Fact]
    public async Task ListingTellsLengths()
    {
        await CreateAsync("a/1", "1");
        await CreateAsync("a/2", "22");

        Assert.Equal([new ObjectEntry("a/1", 1), new ObjectEntry("a/2", 2)], await Store.ListAsync("a/", null, default).ToListAsync());
    }

    [Fact]
    public async Task ListingOfMoreThanAPageIsComplete()
    {
        string[] names = [.. Enumerable.Range(0, MoreThanAPage).Select(number => $"many/000000/{number * 7:D20}")];
        await CreateAllAsync(names);

        Assert.Equal(names, await ListAsync("many/"));
        Assert.Equal(names[800..], await ListAsync("many/000000/", names[800]));
        Assert.Equal(names[800..], await ListAsync("many/000000/", names[799] + "0"));
        Assert.Equal(names[..3], await Store.ListAsync("many/", null, default).Take(3).Select(entry => entry.Name).ToListAsync());
    }

    [Fact]
    public async Task ListingOfNothingIsEmpty()
    {
        Assert.Empty(await ListAsync(""));
        Assert.Empty(await ListAsync("orders/"));
    }

    [Fact]
    public async Task DeletedObjectIsGoneAndItsNameIsFree()
    {
        await CreateAllAsync(["a/1", "a/2"]);

        await Store.DeleteAsync("a/1", default);

        Assert.Null(await Store.FindAsync("a/1", default));
        Assert.Equal(["a/2"], await ListAsync(""));
        Assert.Equal(CreateOutcome.Created, await CreateAsync("a/1", "again"));
        Assert.Equal("again", await ReadAsync("a/1"));
    }

    [Fact]
    public async Task DeletingWhatIsMissingIsNoError()
    {
        await CreateAsync("a/1", "there");

        await Store.DeleteAsync("a/2", default);
        await Store.DeleteAsync("b/2", default);
        await Store.DeleteAsync("a", default);

        Assert.Equal(["a/1"], await ListAsync(""));
    }

    [Fact]
    public async Task ContentThatFailsInTheMiddleLeavesNoObject()
    {
        var failing = new GeneratedContent(1, 2_000_000)
        {
            Interruption = (1_000_000, () => throw new InvalidDataException("The source is damaged.")),
        };

        await Assert.ThrowsAnyAsync<Exception>(() => Store.CreateAsync("a/1", failing, default));

        Assert.Null(await Store.FindAsync("a/1", default));
        Assert.Empty(await ListAsync(""));
        Assert.Equal(CreateOutcome.Created, await CreateAsync("a/1", "whole"));
    }

    [Theory]
    [InlineData(99)]
    [InlineData(101)]
    public async Task ContentOfAnotherLengthThanAnnouncedLeavesNoObject(int announced)
    {
        await Assert.ThrowsAnyAsync<StorageException>(() => Store.CreateAsync("a/1", new Misannounced(announced), default));

        Assert.Empty(await ListAsync(""));
    }

    [Fact]
    public async Task CancelledCreationLeavesNoObject()
    {
        using var cancellation = new CancellationTokenSource();
        var content = new GeneratedContent(1, 2_000_000) { Interruption = (1_000_000, cancellation.Cancel) };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.CreateAsync("a/1", content, cancellation.Token));

        Assert.Empty(await ListAsync(""));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("a//b")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../a")]
    [InlineData("a/../b")]
    [InlineData("a/./b")]
    [InlineData("a/..")]
    [InlineData("a\0b")]
    [InlineData("a\\b")]
    public async Task NameThatIsNoneIsRefused(string name)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => CreateAsync(name, "content"));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.FindAsync(name, default));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.OpenReadAsync(name, 0, null, default));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.DeleteAsync(name, default));
        Assert.Empty(await ListAsync(""));
    }

    [Fact]
    public async Task TopicsAndPartitionsAreFoundInTheFolders()
    {
        await CreateAllAsync(Names);
        IEnumerable<string> folders = Names.Where(name => name.Contains('/')).Select(name => name.Split('/')[0]).Distinct();
        var topics = new ArchiveTopics(Store);

        Assert.Equal(
            folders.Where(TopicName.IsValid).Order(StringComparer.Ordinal),
            (await topics.TopicsAsync(default).ToListAsync()).Order(StringComparer.Ordinal)
        );
        Assert.Equal([0, 1], (await topics.PartitionsAsync("orders", default)).Select(partition => partition.Partition));
        Assert.Empty(await topics.PartitionsAsync("none", default));
    }

    protected Task<CreateOutcome> CreateAsync(string name, string content) =>
        Store.CreateAsync(name, ObjectContent.FromBytes(Encoding.UTF8.GetBytes(content)), default);

    protected async Task<string> ReadAsync(string name, long from = 0, long? length = null)
    {
        using var reader = new StreamReader(await Store.OpenReadAsync(name, from, length, default));
        return await reader.ReadToEndAsync();
    }

    protected async Task<List<string>> ListAsync(string prefix, string? startAt = null) =>
        await Store.ListAsync(prefix, startAt, default).Select(entry => entry.Name).ToListAsync();

    private Task CreateAllAsync(IEnumerable<string> names) =>
        Parallel.ForEachAsync(
            names,
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (name, _) => Assert.Equal(CreateOutcome.Created, await CreateAsync(name, name))
        );

    private sealed class Described(Dictionary<string, string> metadata) : ObjectContent
    {
        public override long Length => 5;

        public override IReadOnlyDictionary<string, string> Metadata => metadata;

        public override Stream Open() => new MemoryStream("12345"u8.ToArray());
    }

    private sealed class Misannounced(int announced) : ObjectContent
    {
        public override long Length => announced;

        public override Stream Open() => new MemoryStream(new byte[100]);
    }
}
