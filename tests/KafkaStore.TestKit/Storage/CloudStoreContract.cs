namespace KafkaStore.Tests.Storage;

/// <summary>
/// What a store that keeps its objects elsewhere does when something goes wrong on the way there: whole or not at all, and
/// nothing left behind. Each test has an empty store of its own, on a server that can be broken.
/// </summary>
public abstract class CloudStoreContract : IAsyncLifetime
{
    protected const int SmallBytes = 100_000;

    private const string Name = "orders/000000/1";

    private static readonly Dictionary<string, Func<IStagingStore, int, Task>> Methods = new()
    {
        ["look at"] = (store, _) => store.FindAsync(Name, default),
        ["read"] = (store, _) => store.OpenReadAsync(Name, 0, null, default),
        ["list"] = async (store, _) => await store.ListAsync("orders/", null, default).ToListAsync(),
        ["create"] = (store, _) => store.CreateAsync(Name, new GeneratedContent(1, SmallBytes), default),
        ["create long"] = (store, length) => store.CreateAsync(Name, new GeneratedContent(1, length), default),
        ["delete"] = (store, _) => store.DeleteAsync(Name, default),
    };

    public static TheoryData<string> AllMethods => [.. Methods.Keys];

    protected abstract IStagingStore Store { get; }

    /// <summary>Of an object that goes in several requests.</summary>
    protected abstract int LongBytes { get; }

    /// <summary>How often eight race; more where that is cheap.</summary>
    protected virtual int Races => 1;

    /// <summary>Part of what is said of a server that is not there.</summary>
    protected abstract string Unreachable { get; }

    public abstract Task InitializeAsync();

    public abstract Task DisposeAsync();

    [Fact]
    public async Task RaceOfEightLongObjectsHasOneWinnerAndItsExactBytes()
    {
        for (int round = 0; round < Races; round++)
        {
            string name = $"race/{round}/object";
            GeneratedContent[] contents = [.. Enumerable.Range(0, 8).Select(racer => new GeneratedContent(racer, LongBytes + racer))];

            CreateOutcome[] outcomes = await Task.WhenAll(
                contents.Select(content => Task.Run(() => Store.CreateAsync(name, content, default)))
            );

            int winner = Assert.Single(Enumerable.Range(0, 8), racer => outcomes[racer] == CreateOutcome.Created);
            await AssertHasAsync(name, contents[winner]);
        }

        AssertNothingIsLeft();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task UploadThatIsCutOnceIsNoFailure(bool isLong)
    {
        CutUploads(times: 1);

        await CreateAndCheckAsync(isLong);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task UploadThatIsCutForGoodLeavesNothingAndTheNextSucceeds(bool isLong)
    {
        CutUploads(times: 100);

        await Assert.ThrowsAsync<StorageUnavailableException>(() => Store.CreateAsync(Name, Content(isLong), default));

        await AssertIsMissingAsync();
        Mend();
        await CreateAndCheckAsync(isLong);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task UploadThatIsDamagedEveryTimeLeavesNothingAndTheNextSucceeds(bool isLong)
    {
        DamageUploads(times: 100);

        AssertDamageIsSaid(await Assert.ThrowsAnyAsync<StorageException>(() => Store.CreateAsync(Name, Content(isLong), default)));

        await AssertIsMissingAsync();
        Mend();
        await CreateAndCheckAsync(isLong);
    }

    [Theory]
    [MemberData(nameof(AllMethods))]
    public async Task ServerThatIsGoneIsSaidToBe(string method)
    {
        await StopServerAsync();

        StorageUnavailableException exception = await Fails.SayingAsync<StorageUnavailableException>(
            Unreachable,
            () => Methods[method](Store, LongBytes)
        );
        Assert.NotNull(exception.InnerException);
    }

    /// <summary>The next uploads lose their connection after some 50,000 bytes of a body.</summary>
    protected abstract void CutUploads(int times);

    /// <summary>Some byte of the next uploads arrives as another.</summary>
    protected abstract void DamageUploads(int times);

    /// <summary>From now on all goes well.</summary>
    protected abstract void Mend();

    protected abstract Task StopServerAsync();

    protected virtual void AssertDamageIsSaid(StorageException exception)
    {
        Assert.IsType<StorageUnavailableException>(exception);
        Assert.Contains("damaged", exception.Message);
    }

    /// <summary>Whether the server keeps nothing of uploads that came to nothing, where it can tell.</summary>
    protected virtual void AssertNothingIsLeft() { }

    private GeneratedContent Content(bool isLong) => new(1, isLong ? LongBytes : SmallBytes);

    private async Task CreateAndCheckAsync(bool isLong)
    {
        Assert.Equal(CreateOutcome.Created, await Store.CreateAsync(Name, Content(isLong), default));
        await AssertHasAsync(Name, Content(isLong));
        AssertNothingIsLeft();
    }

    private async Task AssertHasAsync(string name, GeneratedContent content)
    {
        await using Stream stream = await Store.OpenReadAsync(name, 0, null, default);
        Assert.Null(await content.FindDifferenceAsync(stream));
    }

    private async Task AssertIsMissingAsync()
    {
        Assert.Null(await Store.FindAsync(Name, default));
        Assert.Empty(await Store.ListAsync("", null, default).ToListAsync());
        AssertNothingIsLeft();
    }
}
