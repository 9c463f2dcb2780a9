using System.Runtime.CompilerServices;

namespace KafkaStore.Tests.Reading;

/// <summary>What finding an object by offset costs, in pages of a thousand names.</summary>
public sealed class ArchiveLocatorTests
{
    private static readonly TopicPartition Orders = new("orders", 0);

    [Theory]
    [InlineData(1, 1, 0)]
    [InlineData(999, 77, 5)]
    [InlineData(1_000, 1, 0)]
    [InlineData(1_001, 50_000, 123_456)]
    [InlineData(40_000, 7, 0)]
    [InlineData(100_000, 49_999, 3)]
    [InlineData(1_000_000, 50_000, 0)]
    [InlineData(1_000_000, 1, 999_999_000)]
    [InlineData(1_000_000, 12_345_678, 77_000_000_000)]
    public async Task AnyOffsetIsFoundInTwentyListingsOrFewer(long objects, long spacing, long start)
    {
        var random = new Random(1);
        for (int round = 0; round < 40; round++)
        {
            var store = new EvenlySpaced(objects, spacing, start);
            long offset = random.NextInt64(start, start + (objects * spacing));

            ArchiveEntry? found = await new ArchiveLocator(store).FindAtOrBelowAsync(Orders, offset, default);

            Assert.Equal(start + ((offset - start) / spacing * spacing), found?.Name.BaseOffset);
            Assert.InRange(store.Pages, 1, 20);
        }
    }

    [Theory]
    [InlineData(1, 1, 0)]
    [InlineData(1_001, 50_000, 123_456)]
    [InlineData(100_000, 49_999, 3)]
    [InlineData(1_000_000, 50_000, 0)]
    [InlineData(1_000_000, 1, 999_999_000)]
    public async Task LastObjectIsFoundInAsManyAsThatMany(long objects, long spacing, long start)
    {
        var store = new EvenlySpaced(objects, spacing, start);

        ArchiveEntry? last = await new ArchiveLocator(store).FindLastAsync(Orders, default);

        Assert.Equal(start + ((objects - 1) * spacing), last?.Name.BaseOffset);
        Assert.InRange(store.Pages, 1, 34);
    }

    [Fact]
    public async Task NothingIsFoundBelowTheFirstAndTheLastPastTheEnd()
    {
        var locator = new ArchiveLocator(new EvenlySpaced(5_000, 100, 1_000));
        Assert.Null(await locator.FindAtOrBelowAsync(Orders, 999, default));
        Assert.Null(await locator.FindAtOrBelowAsync(Orders, -1, default));
        Assert.Equal(500_900, (await locator.FindAtOrBelowAsync(Orders, 77_000_000, default))?.Name.BaseOffset);
        Assert.Equal(500_900, (await locator.FindAtOrBelowAsync(Orders, long.MaxValue, default))?.Name.BaseOffset);
        Assert.Equal(1_000, (await locator.FindFirstAsync(Orders, default))?.Name.BaseOffset);
        Assert.Null(await new ArchiveLocator(new EvenlySpaced(0, 1, 0)).FindLastAsync(Orders, default));
    }

    /// <summary>A million names without a million strings; counts the pages that a store would be asked for.</summary>
    private sealed class EvenlySpaced(long objects, long spacing, long start) : IObjectReader
    {
        private const int PageSize = 1000;

        public int Pages { get; private set; }

        public string DisplayName => "evenly spaced";

        public Task<ObjectProperties?> FindAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<Stream> OpenReadAsync(string name, long from, long? length, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public async IAsyncEnumerable<ObjectEntry> ListAsync(
            string prefix,
            string? startAt,
            [EnumeratorCancellation] CancellationToken cancellationToken
        )
        {
            await Task.CompletedTask;
            string digits = prefix[ArchiveName.Folder(Orders).Length..];
            decimal low =
                digits.Length == 0 ? 0 : decimal.Parse(digits.PadRight(20, '0'), System.Globalization.CultureInfo.InvariantCulture);
            decimal high = decimal.Parse(digits.PadRight(20, '9'), System.Globalization.CultureInfo.InvariantCulture);
            Pages++;
            int given = 0;
            long first = low <= start ? 0 : (long)Math.Ceiling((low - start) / spacing);
            for (long i = first; i < objects && start + (i * (decimal)spacing) <= high; i++)
            {
                if (given > 0 && given % PageSize == 0)
                    Pages++;
                given++;
                yield return new ObjectEntry(new ArchiveName(Orders, start + (i * spacing)).ToString(), 1);
            }
        }
    }
}
