namespace KafkaStore.Tests.Naming;

public sealed class TopicGenerationTests
{
    [Fact]
    public void TheFirstIsCalledAsTheTopicAndLaterOnesByTheirNumber()
    {
        var first = TopicGeneration.First("orders");

        Assert.Equal("orders", first.ToString());
        Assert.Equal("orders~g1", first.Next.ToString());
        Assert.Equal("orders~g9999", new TopicGeneration("orders", TopicGeneration.MaximumNumber).ToString());
    }

    [Fact]
    public void ParsingInvertsFormatting()
    {
        var random = new Random(1);
        for (int i = 0; i < 5_000; i++)
        {
            var generation = new TopicGeneration(RandomNames.Topic(random), random.Next(0, 1 << random.Next(1, 13)));

            Assert.True(TopicGeneration.TryParse(generation.ToString(), out TopicGeneration parsed));
            Assert.Equal(generation, parsed);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("~g1")]
    [InlineData(".~g1")]
    [InlineData("orders~")]
    [InlineData("orders~1")]
    [InlineData("orders~g")]
    [InlineData("orders~g0")]
    [InlineData("orders~g01")]
    [InlineData("orders~g-1")]
    [InlineData("orders~g+1")]
    [InlineData("orders~g1 ")]
    [InlineData("orders~g1\0")]
    [InlineData("orders~g٣")]
    [InlineData("orders~g10000")]
    [InlineData("orders~G1")]
    [InlineData("orders~g1~g1")]
    [InlineData("orders~g1/")]
    [InlineData("~kafka-store")]
    public void AnythingElseIsNone(string? text) => Assert.False(TopicGeneration.IsName(text));

    [Fact]
    public void NoGenerationIsATopicOfKafka()
    {
        Assert.False(TopicName.IsValid(TopicGeneration.First("orders").Next.ToString()));
        Assert.True(TopicName.IsValid(TopicGeneration.First("orders").ToString()));
    }

    [Fact]
    public void TheLongestIsStillTheNameOfAFolder() =>
        Assert.Equal(255, new TopicGeneration(new string('a', TopicName.MaximumLength), TopicGeneration.MaximumNumber).ToString().Length);

    [Fact]
    public void TheyAreOrderedByTopicAndNumber()
    {
        TopicGeneration[] ascending = [new("a", 0), new("a", 2), new("a", 10), new("b", 0)];
        Assert.Equal(ascending, ascending.Reverse().Order());
    }

    [Fact]
    public void ObjectsChunksAndMarkersOfAGenerationLieInFoldersOfItsOwn()
    {
        var partition = new TopicPartition(new TopicGeneration("orders", 1).ToString(), 5);
        var archived = new ArchiveName(partition, 7);
        var chunk = new ChunkName(partition, 7, 8, 2, "0123456789abcdef");

        Assert.Equal("orders~g1/000005/00000000000000000007", archived.ToString());
        Assert.True(ArchiveName.TryParse(archived.ToString(), out ArchiveName parsed));
        Assert.Equal(archived, parsed);
        Assert.True(ChunkName.TryParse(chunk.ToString(), out ChunkName parsedChunk));
        Assert.Equal(chunk, parsedChunk);
        Assert.Equal(new StoredName(StoredNameKind.Object, partition), StoredName.Of(archived.ToString()));
        var lost = new OffsetRange(0, 7);
        Assert.Equal(new StoredName(StoredNameKind.LostMarker, partition, lost), StoredName.Of(MarkerName.Lost(partition, lost)));
    }
}
