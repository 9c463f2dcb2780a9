namespace KafkaStore.Tests.Naming;

public sealed class ChunkNameTests
{
    private const string Digest = "0123456789abcdef";

    [Theory]
    [InlineData(0, 0, 1, "t/000003/00000000000000000000-00000000000000000000-1-0123456789abcdef")]
    [InlineData(5, 9, 0, "t/000003/00000000000000000005-00000000000000000009-0-0123456789abcdef")]
    [InlineData(0, long.MaxValue - 1, int.MaxValue, "t/000003/00000000000000000000-09223372036854775806-2147483647-0123456789abcdef")]
    public void NameSaysRangeCountAndDigest(long first, long last, int count, string expected)
    {
        var name = new ChunkName(new TopicPartition("t", 3), first, last, count, Digest);

        Assert.Equal(expected, name.ToString());
        Assert.True(ChunkName.TryParse(expected, out ChunkName parsed));
        Assert.Equal(name, parsed);
    }

    [Fact]
    public void ParsingInvertsFormatting()
    {
        var random = new Random(1);
        for (int i = 0; i < 5_000; i++)
        {
            long first = RandomNames.Offset(random) / 2;
            long last = first + (RandomNames.Offset(random) / 4);
            int count = (int)Math.Min(random.NextInt64(0, last - first + 2), int.MaxValue);
            var name = new ChunkName(RandomNames.Partition(random), first, last, count, random.NextInt64().ToString("x16"));

            Assert.True(ChunkName.TryParse(name.ToString(), out ChunkName parsed), name.ToString());
            Assert.Equal(name, parsed);
        }
    }

    [Fact]
    public void WhatParsesIsFormattedTheSame()
    {
        var random = new Random(2);
        const string Letters = "0123456789/-~.afg\0 ٣";
        int accepted = 0;
        for (int i = 0; i < 50_000; i++)
        {
            int count = random.Next(0, 2_000);
            char[] text = new ChunkName(new TopicPartition("t-1", 4), 7, 2_006, count, Digest).ToString().ToCharArray();
            for (int change = random.Next(3); change > 0; change--)
                text[random.Next(text.Length)] = Letters[random.Next(Letters.Length)];
            if (!ChunkName.TryParse(new string(text), out ChunkName parsed))
                continue;
            accepted++;
            Assert.Equal(new string(text), parsed.ToString());
        }

        Assert.InRange(accepted, 10_000, 49_000);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("t/000000/")]
    [InlineData("t/000000/00000000000000000000")]
    [InlineData("t/000000/00000000000000000000-00000000000000000000-1")]
    [InlineData("t/000000/00000000000000000000-00000000000000000000-1-")]
    [InlineData("t/000000/00000000000000000000-00000000000000000000--0123456789abcdef")]
    [InlineData("t/000000/00000000000000000000-00000000000000000000-01-0123456789abcdef")]
    [InlineData("t/000000/00000000000000000000-00000000000000000000-00-0123456789abcdef")]
    [InlineData("t/000000/00000000000000000000-00000000000000000000-+1-0123456789abcdef")]
    [InlineData("t/000000/00000000000000000000-00000000000000000000- 1-0123456789abcdef")]
    [InlineData("t/000000/00000000000000000000-00000000000000000000-1\0-0123456789abcdef")]
    [InlineData("t/000000/00000000000000000000-00000000000000000000-٣-0123456789abcdef")]
    [InlineData("t/000000/00000000000000000000-00000000000000000000-2-0123456789abcdef")]
    [InlineData("t/000000/00000000000000000000-00000000009999999999-2147483648-0123456789abcdef")]
    [InlineData("t/000000/00000000000000000001-00000000000000000000-0-0123456789abcdef")]
    [InlineData("t/000000/00000000000000000000-09223372036854775807-1-0123456789abcdef")]
    [InlineData("t/000000/0000000000000000000-00000000000000000000-1-0123456789abcdef")]
    [InlineData("t/000000/00000000000000000000-000000000000000000000-1-0123456789abcdef")]
    [InlineData("t/000000/00000000000000000000-00000000000000000000-1-0123456789abcde")]
    [InlineData("t/000000/00000000000000000000-00000000000000000000-1-0123456789abcdeff")]
    [InlineData("t/000000/00000000000000000000-00000000000000000000-1-0123456789ABCDEF")]
    [InlineData("t/000000/00000000000000000000-00000000000000000000-1-0123456789abcdeg")]
    [InlineData("t/000000/00000000000000000000-00000000000000000000-1-0123456789abcdef-")]
    [InlineData("t/000000/00000000000000000000-00000000000000000000-1-0123456789abcdef/")]
    [InlineData("t/000000/00000000000000000000-00000000000000000000-1-0123456789abcdef.tmp")]
    [InlineData("t~/000000/00000000000000000000-00000000000000000000-1-0123456789abcdef")]
    [InlineData("t/00000/00000000000000000000-00000000000000000000-1-0123456789abcdef")]
    [InlineData("t/0000000/00000000000000000000-00000000000000000000-1-0123456789abcdef")]
    public void AnythingElseIsRefused(string? text)
    {
        Assert.False(ChunkName.TryParse(text, out ChunkName name));
        Assert.Equal(default, name);
    }

    [Fact]
    public void ChunkWithARecordForEveryOffsetIsDense()
    {
        Assert.True(Chunk(first: 3, last: 5, count: 3).IsDense);
        Assert.False(Chunk(first: 3, last: 5, count: 2).IsDense);
        Assert.False(Chunk(first: 3, last: 5, count: 0).IsDense);
    }

    [Fact]
    public void ChunkWithoutRecordsIsAProof()
    {
        Assert.True(Chunk(first: 3, last: 5, count: 0).IsProof);
        Assert.False(Chunk(first: 3, last: 5, count: 1).IsProof);
    }

    [Fact]
    public void RangeEndsAfterTheLastOffset() => Assert.Equal(new OffsetRange(3, 6), Chunk(first: 3, last: 5, count: 3).Range);

    private static ChunkName Chunk(long first, long last, int count) => new(new TopicPartition("t", 0), first, last, count, Digest);
}
