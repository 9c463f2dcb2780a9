namespace KafkaStore.Tests.Docs;

/// <summary><c>docs/object-format.md</c> says what the code does: its bytes, digests, keys, names and kinds are the product's.</summary>
public sealed partial class ObjectFormatTests
{
    private static readonly string Page = DocsFolder.Read("object-format.md");

    [Fact]
    public async Task ExampleHasTheBytesThatTheProductWrites()
    {
        using TestApp app = await ExampleArchive.OfTheDocumentAsync();
        var bytes = new List<byte>();
        foreach (Match row in HexRow().Matches(Page))
        {
            Assert.Equal(bytes.Count.ToString("x4"), row.Groups["at"].Value);
            bytes.AddRange(Convert.FromHexString(row.Groups["bytes"].Value.Replace(" ", "")));
        }

        Assert.Equal(app.Archive.BytesOf(Assert.Single(app.ObjectNames)), bytes);
        Assert.Contains(Encoding.UTF8.GetString(app.Archive.BytesOf(MarkerName.Start("orders"))), Page);
        Assert.Contains(await new ReaderArchive(app.Archive).ReadTextAsync(ReaderArchive.Partition(5), new ReaderRequest()), Page);
    }

    [Fact]
    public async Task ExampleHasTheDigestsThatTheProductComputes()
    {
        using TestApp app = await ExampleArchive.OfTheDocumentAsync();
        SegmentFacts facts = Assert.Single(await app.ObjectsAsync(ExampleArchive.Partition)).Facts!;
        EncodedRecord[] records = [.. app.Log.Read(ExampleArchive.Partition, 41).Select(RecordEncoding.Encode)];
        var absent = new OffsetRange(43, 44);
        string absentText = AbsentRanges.Format(AbsentRanges.Between(records));
        var quick = new ChunkSample(ExampleArchive.Partition, records, ChunkForm.Quick);
        var secure = new ChunkSample(ExampleArchive.Partition, records, ChunkForm.Secure);
        var proof = new ChunkName(ExampleArchive.Partition, 43, 43, 0, ChunkWriter.ProofDigest(AbsentRanges.Format([absent])));

        Assert.All(
            [
                facts.Container.RecordsDigest.Hex,
                facts.ChainHash.Hex,
                ChainHash.Origin(facts.Container.Name).Hex,
                Sha256Hash.Of(MessageSchema.Utf8.Span).Hex,
                quick.Name.ToString(),
                quick.Digest,
                ChunkForm.HeaderDigest(quick.Name, 1_767_225_600_500, absentText, 2),
                secure.Name.ToString(),
                ChunkForm.HeaderDigest(secure.Name, 1_767_225_600_500, absentText, 1),
                proof.ToString(),
            ],
            said => Assert.Contains(said, Page)
        );
    }

    [Fact]
    public async Task ExampleChunkHasTheCodeThatTheProductWrites()
    {
        using TestApp app = await ExampleArchive.OfTheDocumentAsync();
        EncodedRecord[] records = [.. app.Log.Read(ExampleArchive.Partition, 41).Select(RecordEncoding.Encode)];
        var store = new MemoryObjectStore();
        var keys = StagingKeys.Parse([Convert.ToBase64String([.. Enumerable.Range(0, 32).Select(each => (byte)each)])]);
        ChunkName chunk = Assert.Single(
            await new StagingArea(store, keys).StageAsync(
                ExampleArchive.Partition,
                records,
                DateTimeOffset.FromUnixTimeMilliseconds(1_767_225_600_500),
                default
            )
        );
        ContainerHeader header = ContainerHeader.TryParse(store.BytesOf(chunk.ToString()), out _)!;
        Assert.Contains($"`{header.Text(HeaderKeys.ChunkCode)}`", Page);
    }

    [Fact]
    public void SchemaIsTheOneThatIsWritten() => Assert.Contains("\n" + Encoding.UTF8.GetString(MessageSchema.Utf8.Span) + "\n", Page);

    [Fact]
    public async Task NamesEveryKeyReasonAndKind()
    {
        using TestApp app = await ExampleArchive.OfTheDocumentAsync();
        SegmentFacts facts = Assert.Single(await app.ObjectsAsync(ExampleArchive.Partition)).Facts!;
        IEnumerable<string> keys = typeof(HeaderKeys)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string)field.GetRawConstantValue()!);

        Assert.All(
            [
                .. keys,
                .. facts.ToObjectMetadata().Keys,
                .. Enum.GetNames<RollReason>(),
                .. Enum.GetNames<ProblemKind>(),
                .. Enum.GetNames<OffsetReset>(),
            ],
            name => Assert.True(Page.Contains($"`{name}`") || (name.EndsWith(".max") && Page.Contains("`.max`")), name)
        );
    }

    private readonly record struct ChunkSample(TopicPartition Partition, EncodedRecord[] Records, ChunkForm Form)
    {
        public string Digest => Form.DigestOf(Records);

        public ChunkName Name => ChunkForm.NameFor(Partition, Records, Digest);
    }

    [GeneratedRegex("^(?<at>[0-9a-f]{4})  (?<bytes>[0-9a-f]{2}( [0-9a-f]{2})*)(  |$)", RegexOptions.Multiline)]
    private static partial Regex HexRow();
}
