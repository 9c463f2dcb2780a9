using System.Buffers.Binary;

namespace KafkaStore.Tests.Archiving;

/// <summary>How chunks vouch for their records, and what becomes of forms that this build does not know.</summary>
public sealed class ChunkFormTests
{
    private static readonly DateTimeOffset AcceptedAt = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_731);
    private static readonly EncodedRecord[] Records =
    [
        .. SampleRecords.Varied(seed: 7, count: 40, maximumValue: 400).Select(RecordEncoding.Encode),
    ];

    private readonly MemoryObjectStore store = new();

    [Fact]
    public async Task WithoutAKeyADigestIsQuickAndWithOneItIsSecure()
    {
        ChunkName quick = Assert.Single(await new StagingArea(store).StageAsync(Orders0, Records, AcceptedAt, default));
        ChunkName secure = Assert.Single(
            await new StagingArea(store, SomeStagingKeys.One).StageAsync(Orders0, Records, AcceptedAt, default)
        );
        ContainerHeader first = HeaderOf(quick);
        Assert.Equal("2", first.Text(HeaderKeys.ChunkForm));
        Assert.StartsWith(quick.Digest, first.Text(HeaderKeys.QuickDigest), StringComparison.Ordinal);
        Assert.Null(first.Text(HeaderKeys.RecordsDigest));
        ContainerHeader second = HeaderOf(secure);
        Assert.Null(second.Text(HeaderKeys.ChunkForm));
        Assert.Null(second.Text(HeaderKeys.QuickDigest));
        Assert.StartsWith(secure.Digest, second.Text(HeaderKeys.RecordsDigest), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ChunksOfEarlierBuildsAreSealedWithThoseOfThisOne()
    {
        using var app = TestApp.WithRecords(25);
        EncodedRecord[] records = [.. app.Log.Read(Orders0, 0).Select(RecordEncoding.Encode)];
        // An archiver with a key writes the first form; its code counts for nothing where there is no key.
        await new StagingArea(app.Staging, SomeStagingKeys.One).StageAsync(Orders0, records[..7], AcceptedAt, default);
        await new StagingArea(app.Staging).StageAsync(Orders0, records[4..12], AcceptedAt, default);
        await app.AcceptAsync((12, 25));
        await app.AssertArchivedExactlyAsync(Orders0, 0, 20);
        Assert.DoesNotContain(app.Staging.Names, name => name.StartsWith("~damaged/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AFormThatThisBuildDoesNotKnowStopsItAndIsNoDamage()
    {
        ChunkName name = await StageOfFormAsync(3, digestedForm: 3);
        byte[] before = store.BytesOf(name.ToString());
        string message = "is of form 3, and this build knows chunks up to form 2: a newer build of kafka-store staged it.";
        var area = new StagingArea(store);
        foreach (
            Func<Task> use in new Func<Task>[]
            {
                () => area.ReadAsync(name, default),
                () => area.ReadOutlineAsync(name, default),
                () => area.SetAsideAsync(name, default),
            }
        )
        {
            UnknownChunkFormException e = await Assert.ThrowsAsync<UnknownChunkFormException>(use);
            Assert.Contains(message, e.Message, StringComparison.Ordinal);
        }

        // Accepting goes on, for the sake of the other partitions: in a chunk of its own.
        ChunkName own = Assert.Single(await area.StageAsync(Orders0, Records, AcceptedAt, default));
        Assert.Equal(new[] { name.ToString(), own.ToString() }.Order(), store.Names.Order());
        Assert.Equal(before, store.BytesOf(name.ToString()));
        Assert.Equal(Records.Length, (await area.ReadAsync(own, default)).Records.Count);
    }

    [Fact]
    public async Task ASealStopsAtAFormThatItDoesNotKnowAndLosesNothing()
    {
        using var app = TestApp.WithRecords(25);
        await app.AcceptAsync((0, 7));
        ChunkName name = Assert.Single(app.Chunks);
        byte[] whole = app.Staging.BytesOf(name.ToString());
        app.Staging.Replace(name.ToString(), OfForm(whole, name, 9, 9));
        app.Restart();
        await app.AcceptAsync((7, 25));
        Assert.Empty(app.ObjectNames);
        Assert.Contains(name, app.Chunks);
        Assert.Null(app.StateOf(Orders0)!.Fault);
        Assert.Contains("is of form 9", app.StateOf(Orders0)!.LastFailure, StringComparison.Ordinal);
        app.Staging.Replace(name.ToString(), whole);
        await app.TickMinutesAsync(2);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 20);
    }

    [Theory]
    [InlineData(3, 2)] // one wrong digit of a form that is known
    [InlineData(0, 0)]
    [InlineData(1, 1)] // the first form says no number
    [InlineData(-2, -2)]
    public async Task ANumberThatNobodyWroteIsDamage(int form, int digestedForm)
    {
        ChunkName name = await StageOfFormAsync(form, digestedForm);
        Assert.Null(await new ChunkReader(store).ReadAsync(name, default));
        Assert.Null(await new ChunkReader(store).ReadOutlineAsync(name, default));
    }

    [Fact]
    public async Task OtherRecordsOfTheSameQuickDigestAreStagedToo()
    {
        (EncodedRecord some, EncodedRecord others) = SameDigest();
        Assert.Equal(ChunkForm.Quick.DigestOf([some]), ChunkForm.Quick.DigestOf([others]));
        Assert.False(some.Bytes.Span.SequenceEqual(others.Bytes.Span));
        var area = new StagingArea(store);
        ChunkName first = Assert.Single(await area.StageAsync(Orders0, [some], AcceptedAt, default));
        ChunkName second = Assert.Single(await area.StageAsync(Orders0, [others], AcceptedAt, default));
        Assert.NotEqual(first, second);
        Assert.Equal(some.Bytes.ToArray(), Assert.Single((await area.ReadAsync(first, default)).Records).Bytes.ToArray());
        Assert.Equal(others.Bytes.ToArray(), Assert.Single((await area.ReadAsync(second, default)).Records).Bytes.ToArray());
        Assert.Equal(second, Assert.Single(await area.StageAsync(Orders0, [others], AcceptedAt, default)));
        Assert.Equal(first, Assert.Single(await area.StageAsync(Orders0, [some], AcceptedAt, default)));
    }

    // XXH3 multiplies the halves of each eight bytes, mixed with eight of a public secret, and adds up over stripes of 64 bytes: where
    // one half is nothing, the other may go from one stripe to the next.
    private static (EncodedRecord Some, EncodedRecord Others) SameDigest()
    {
        byte[] secretOfStripes2And3 = Convert.FromHexString("ded46de9839097db7240a4a4b7b3671f");
        const int Stripe = 64;
        byte[] value = new byte[1_000];
        int start = RecordEncoding.Encode(new Record(5, 0, null, value, [])).Bytes.Span.IndexOf(new byte[500]);
        var made = new List<EncodedRecord>();
        foreach (uint moved in new uint[] { 0, 77 })
        {
            foreach ((int at, uint more) in new[] { (2, moved), (3, 1_000 - moved) })
            {
                ulong secret = BinaryPrimitives.ReadUInt64LittleEndian(SecretAt(at));
                ulong lane = (secret & 0xffffffff) | (((ulong)more + 5) << 32);
                int inRecord = at * Stripe;
                BinaryPrimitives.WriteUInt64LittleEndian(value.AsSpan(inRecord - start), lane);
            }

            made.Add(RecordEncoding.Encode(new Record(5, 0, null, value, [])));
        }

        return (made[0], made[1]);

        ReadOnlySpan<byte> SecretAt(int number) => secretOfStripes2And3.AsSpan((number - 2) * 8, 8);
    }

    private async Task<ChunkName> StageOfFormAsync(int form, int digestedForm)
    {
        ChunkName name = Assert.Single(await new StagingArea(store).StageAsync(Orders0, Records, AcceptedAt, default));
        store.Replace(name.ToString(), OfForm(store.BytesOf(name.ToString()), name, form, digestedForm));
        return name;
    }

    private static byte[] OfForm(byte[] chunk, ChunkName name, int form, int digestedForm)
    {
        ContainerHeader header = ContainerHeader.TryParse(chunk, out _)!;
        string digest = ChunkForm.HeaderDigest(
            name,
            header.Number(HeaderKeys.AcceptedAt)!.Value,
            header.Text(HeaderKeys.Absent)!,
            digestedForm
        );
        IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> changed = header.Metadata.Select(entry =>
            entry.Key switch
            {
                HeaderKeys.ChunkForm => ContainerExtent.Entry(entry.Key, form.ToString(CultureInfo.InvariantCulture)),
                HeaderKeys.ChunkDigest => ContainerExtent.Entry(entry.Key, digest),
                _ => entry,
            }
        );
        return [.. ContainerHeader.Write(changed, header.Sync.Span), .. chunk[header.Length..]];
    }

    private ContainerHeader HeaderOf(ChunkName name) => ContainerHeader.TryParse(store.BytesOf(name.ToString()), out _)!;
}
