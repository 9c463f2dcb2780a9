namespace KafkaStore.Tests.Forging;

/// <summary>Which keys are taken, and what their code covers.</summary>
public sealed class StagingKeysTests
{
    private static readonly DateTimeOffset AcceptedAt = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_731);
    private static readonly EncodedRecord[] Sparse =
    [
        .. SampleRecords.Varied(seed: 5, count: 9, maximumValue: 20).Where((_, index) => index is not 4).Select(RecordEncoding.Encode),
    ];

    private readonly MemoryObjectStore store = new();

    [Theory]
    [InlineData("c2hvcnQ=")]
    [InlineData("MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MA==")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef!")]
    [InlineData("not a key")]
    public void AKeyThatIsShortOrNotBase64IsRefusedInASentenceWithoutIt(string text)
    {
        StagingKeyException refused = Assert.Throws<StagingKeyException>(() =>
            StagingKeys.Parse([Convert.ToBase64String(new byte[32]), text])
        );
        Assert.StartsWith("staging key 2 is not base64 of at least 32 bytes: ", refused.Message);
        Assert.DoesNotContain(text, refused.Message);
        Assert.DoesNotContain(text, refused.ToString());
    }

    [Fact]
    public void BlankLinesAreNoKeys()
    {
        Assert.True(StagingKeys.Parse(["", "  "]).IsEmpty);
        Assert.False(StagingKeys.Parse(["", Convert.ToBase64String(new byte[32]) + "\r", ""]).IsEmpty);
    }

    [Fact]
    public async Task EveryEntryOfTheHeaderIsCovered()
    {
        ChunkName name = Assert.Single(
            await new StagingArea(store, SomeStagingKeys.One).StageAsync(Partition, Sparse, AcceptedAt, default)
        );
        byte[] whole = store.BytesOf(name.ToString());
        ContainerHeader header = ContainerHeader.TryParse(whole, out _)!;
        foreach (string key in header.Metadata.Keys.Where(key => key.StartsWith("kafka.")))
        {
            var changed = header.Metadata.ToDictionary();
            changed[key] = new byte[] { (byte)'7' };
            Assert.False(SomeStagingKeys.One.Accept(name, new ContainerHeader(changed, header.Sync, 0)), key);
            changed.Remove(key);
            Assert.False(SomeStagingKeys.One.Accept(name, new ContainerHeader(changed, header.Sync, 0)), $"without {key}");
        }

        var more = header.Metadata.ToDictionary();
        more["kafka.more"] = new byte[] { 1 };
        Assert.False(SomeStagingKeys.One.Accept(name, new ContainerHeader(more, header.Sync, 0)));
        Assert.False(SomeStagingKeys.One.Accept(name with { Digest = "0123456789abcdef" }, header));
        Assert.True(SomeStagingKeys.One.Accept(name, header));
        Assert.True(SomeStagingKeys.Rotated.Accept(name, header));
        Assert.False(SomeStagingKeys.Other.Accept(name, header));
    }

    [Fact]
    public async Task OtherRecordsUnderASignedHeaderAreRefused()
    {
        var signed = new StagingArea(store, SomeStagingKeys.One);
        ChunkName name = Assert.Single(await signed.StageAsync(Partition, Sparse, AcceptedAt, default));
        byte[] whole = store.BytesOf(name.ToString());
        int header = ContainerHeader.TryParse(whole, out _)!.Length;
        for (int at = header; at < whole.Length; at++)
        {
            byte[] changed = [.. whole];
            changed[at] ^= 1;
            store.Replace(name.ToString(), changed);
            Assert.Null(await new ChunkReader(store, SomeStagingKeys.One).ReadAsync(name, default));
        }
    }

    [Fact]
    public async Task WithoutTheCodeASignedChunkIsOneThatOnlyAnArchiverWithoutAKeyBelieves()
    {
        ChunkName name = Assert.Single(
            await new StagingArea(store, SomeStagingKeys.One).StageAsync(Partition, Sparse, AcceptedAt, default)
        );
        byte[] signed = store.BytesOf(name.ToString());
        ContainerHeader header = ContainerHeader.TryParse(signed, out _)!;
        byte[] stripped =
        [
            .. ContainerHeader.Write(header.Metadata.Where(entry => entry.Key != HeaderKeys.ChunkCode), header.Sync.Span),
            .. signed[header.Length..],
        ];
        store.Replace(name.ToString(), stripped);
        Assert.Null(await new ChunkReader(store, SomeStagingKeys.One).ReadAsync(name, default));
        Assert.NotNull(await new ChunkReader(store).ReadAsync(name, default));
    }

    [Fact]
    public async Task AQuickDigestVouchesForNothingWhereThereIsAKey()
    {
        ChunkName name = Assert.Single(await new StagingArea(store).StageAsync(Partition, Sparse, AcceptedAt, default));
        byte[] quick = store.BytesOf(name.ToString());
        ContainerHeader header = ContainerHeader.TryParse(quick, out _)!;
        List<KeyValuePair<string, ReadOnlyMemory<byte>>> signed =
        [
            .. header.Metadata,
            ContainerExtent.Entry(HeaderKeys.ChunkCode, SomeStagingKeys.One.Sign(name, header.Metadata)),
        ];
        store.Replace(name.ToString(), [.. ContainerHeader.Write(signed, header.Sync.Span), .. quick[header.Length..]]);
        Assert.Null(await new ChunkReader(store, SomeStagingKeys.One).ReadAsync(name, default));
        Assert.Null(await new ChunkReader(store, SomeStagingKeys.One).ReadOutlineAsync(name, default));
        Assert.NotNull(await new ChunkReader(store).ReadAsync(name, default));
    }

    private static TopicPartition Partition => Orders0;
}
