namespace KafkaStore.Tests.Naming;

public sealed class MarkerNameTests
{
    private static readonly TopicPartition Partition = new("orders", 12);

    [Fact]
    public void MarkersAreWhereTheProtocolSays()
    {
        Assert.Equal("~kafka-store/staging.json", MarkerName.Staging);
        Assert.Equal("~kafka-store/orders/start.json", MarkerName.Start("orders"));
        Assert.Equal("~kafka-store/orders/000012/start.json", MarkerName.Start(Partition));
        Assert.Equal(
            "~kafka-store/orders/000012/lost/00000000000000000005-00000000000000000009.json",
            MarkerName.Lost(Partition, new OffsetRange(5, 9))
        );
    }

    [Fact]
    public void ParsingAnIdentityInvertsFormatting()
    {
        Assert.Equal("~kafka-store/orders/identity/0000.json", MarkerName.Identity(TopicGeneration.First("orders")));
        foreach (int number in new[] { 0, 1, 12, TopicGeneration.MaximumNumber })
        {
            var generation = new TopicGeneration("orders", number);
            Assert.True(MarkerName.TryParseIdentity(MarkerName.Identity(generation), out TopicGeneration parsed, out int continued));
            Assert.Equal((generation, 0), (parsed, continued));
            Assert.True(MarkerName.TryParseIdentity(MarkerName.IdentityContinued(generation, 7), out parsed, out continued));
            Assert.Equal((generation, 7), (parsed, continued));
            Assert.Equal(StoredNameKind.IdentityMarker, StoredName.Of(MarkerName.Identity(generation)).Kind);
        }
    }

    [Theory]
    [InlineData("~kafka-store/orders/identity/")]
    [InlineData("~kafka-store/orders/identity/1.json")]
    [InlineData("~kafka-store/orders/identity/00001.json")]
    [InlineData("~kafka-store/orders/identity/000x.json")]
    [InlineData("~kafka-store/orders/identity/0000.JSON")]
    [InlineData("~kafka-store/orders/identity/0000-00.json")]
    [InlineData("~kafka-store/orders/identity/0000-1.json")]
    [InlineData("~kafka-store/orders/identity/0000-001.json")]
    [InlineData("~kafka-store/orders/identity/0000-")]
    [InlineData("~kafka-store/orders/identities/0000.json")]
    [InlineData("~kafka-store/orders~g1/identity/0000.json")]
    [InlineData("~kafka-store//identity/0000.json")]
    [InlineData("orders/identity/0000.json")]
    public void AnythingElseIsNoIdentity(string text) => Assert.False(MarkerName.TryParseIdentity(text, out _, out _));

    [Fact]
    public void ParsingASchemaInvertsFormatting()
    {
        Assert.Equal("~kafka-store/schemas/7", MarkerName.Schema(7));
        Assert.Equal("~kafka-store/schemas/missing/2147483647", MarkerName.MissingSchema(int.MaxValue));
        Assert.True(MarkerName.TryParseSchema(MarkerName.Schema(7), out int id, out bool missing));
        Assert.Equal((7, false), (id, missing));
        Assert.True(MarkerName.TryParseSchema(MarkerName.MissingSchema(int.MaxValue), out id, out missing));
        Assert.Equal((int.MaxValue, true), (id, missing));
    }

    [Theory]
    [InlineData("~kafka-store/schemas/")]
    [InlineData("~kafka-store/schemas/0")]
    [InlineData("~kafka-store/schemas/-1")]
    [InlineData("~kafka-store/schemas/+1")]
    [InlineData("~kafka-store/schemas/01")]
    [InlineData("~kafka-store/schemas/1.json")]
    [InlineData("~kafka-store/schemas/2147483648")]
    [InlineData("~kafka-store/schemas/missing/")]
    [InlineData("~kafka-store/schemas/missing/1/2")]
    [InlineData("~kafka-store/schemas/start.json")]
    [InlineData("~kafka-store/orders/1")]
    public void AnythingElseIsNoSchema(string text) => Assert.False(MarkerName.TryParseSchema(text, out _, out _));

    [Fact]
    public void ParsingALostRangeInvertsFormatting()
    {
        var random = new Random(1);
        for (int i = 0; i < 5_000; i++)
        {
            TopicPartition partition = RandomNames.Partition(random);
            long from = RandomNames.Offset(random);
            var range = new OffsetRange(from, random.NextInt64(from, long.MaxValue) + 1);

            Assert.True(MarkerName.TryParseLost(partition, MarkerName.Lost(partition, range), out OffsetRange parsed));
            Assert.Equal(range, parsed);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("~kafka-store/orders/000012/lost/")]
    [InlineData("~kafka-store/orders/000012/lost/.json")]
    [InlineData("~kafka-store/orders/000012/start.json")]
    [InlineData("~kafka-store/orders/000013/lost/00000000000000000005-00000000000000000009.json")]
    [InlineData("~kafka-store/other/000012/lost/00000000000000000005-00000000000000000009.json")]
    [InlineData("~kafka-store/orders/000012/lost/00000000000000000009-00000000000000000009.json")]
    [InlineData("~kafka-store/orders/000012/lost/00000000000000000009-00000000000000000005.json")]
    [InlineData("~kafka-store/orders/000012/lost/00000000000000000005-00000000000000000009")]
    [InlineData("~kafka-store/orders/000012/lost/00000000000000000005-00000000000000000009.jsonx")]
    [InlineData("~kafka-store/orders/000012/lost/00000000000000000005-00000000000000000009.JSON")]
    [InlineData("~kafka-store/orders/000012/lost/00000000000000000005_00000000000000000009.json")]
    [InlineData("~kafka-store/orders/000012/lost/0000000000000000005-000000000000000000009.json")]
    [InlineData("~kafka-store/orders/000012/lost/00000000000000000005-0000000000000000000٣.json")]
    [InlineData("~kafka-store/orders/000012/lost/00000000000000000005-0000000000000000009\0.json")]
    [InlineData("~kafka-store/orders/000012/lost/00000000000000000005-09223372036854775808.json")]
    [InlineData("~KAFKA-STORE/orders/000012/lost/00000000000000000005-00000000000000000009.json")]
    public void AnythingElseIsNoLostRange(string text) => Assert.False(MarkerName.TryParseLost(Partition, text, out _));

    [Fact]
    public void NoMarkerIsAnArchiveObjectOrAChunk()
    {
        string[] markers =
        [
            MarkerName.Staging,
            MarkerName.StagingId,
            MarkerName.AcceptedStaging("1"),
            MarkerName.Start("t"),
            MarkerName.Start(Partition),
            MarkerName.Lost(Partition, new OffsetRange(0, 1)),
        ];
        Assert.All(markers, marker => Assert.False(ArchiveName.TryParse(marker, out _)));
        Assert.All(markers, marker => Assert.False(ChunkName.TryParse(marker, out _)));
        Assert.Equal(markers.Length, markers.Distinct().Count());
    }

    [Theory]
    [InlineData("staging")]
    [InlineData("staging.json")]
    [InlineData("staging-id.json")]
    public void NoTopicsMarkersLieAmongTheAcceptedStagings(string topic)
    {
        string[] markers =
        [
            MarkerName.Start(topic),
            MarkerName.Start(new TopicPartition(topic, 0)),
            MarkerName.LostFolder(new TopicPartition(topic, 0)),
        ];

        Assert.All(markers, marker => Assert.False(marker.StartsWith(MarkerName.AcceptedStagings), marker));
    }
}
