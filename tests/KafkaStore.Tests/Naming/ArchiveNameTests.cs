namespace KafkaStore.Tests.Naming;

public sealed class ArchiveNameTests
{
    [Theory]
    [InlineData("sample", 5, 0, "sample/000005/00000000000000000000")]
    [InlineData("sample", 5, 2, "sample/000005/00000000000000000002")]
    [InlineData("a.b_c-d", 999_999, 12_345, "a.b_c-d/999999/00000000000000012345")]
    [InlineData("t", 1_000_000, 1, "t/1000000/00000000000000000001")]
    [InlineData("t", int.MaxValue, long.MaxValue, "t/2147483647/09223372036854775807")]
    [InlineData("...", 0, 0, ".../000000/00000000000000000000")]
    public void NameHasSixDigitsOfPartitionAndTwentyOfOffset(string topic, int partition, long offset, string expected)
    {
        var name = new ArchiveName(new TopicPartition(topic, partition), offset);

        Assert.Equal(expected, name.ToString());
        Assert.True(ArchiveName.TryParse(expected, out ArchiveName parsed));
        Assert.Equal(name, parsed);
    }

    [Fact]
    public void ParsingInvertsFormatting()
    {
        var random = new Random(1);
        for (int i = 0; i < 5_000; i++)
        {
            var name = new ArchiveName(RandomNames.Partition(random), RandomNames.Offset(random));

            Assert.True(ArchiveName.TryParse(name.ToString(), out ArchiveName parsed), name.ToString());
            Assert.Equal(name, parsed);
        }
    }

    [Fact]
    public void WhatParsesIsFormattedTheSame()
    {
        var random = new Random(2);
        const string Letters = "0123456789/-~.a\0 ٣٣";
        int accepted = 0;
        for (int i = 0; i < 50_000; i++)
        {
            char[] text = new ArchiveName(new TopicPartition("t", random.Next(2_000_000)), RandomNames.Offset(random))
                .ToString()
                .ToCharArray();
            for (int change = random.Next(3); change > 0; change--)
                text[random.Next(text.Length)] = Letters[random.Next(Letters.Length)];
            if (!ArchiveName.TryParse(new string(text), out ArchiveName parsed))
                continue;
            accepted++;
            Assert.Equal(new string(text), parsed.ToString());
        }

        Assert.InRange(accepted, 10_000, 49_000);
    }

    [Fact]
    public void OrderOfNamesIsOrderOfOffsets()
    {
        var random = new Random(3);
        var partition = new TopicPartition("t", 0);
        for (int i = 0; i < 5_000; i++)
        {
            long one = RandomNames.Offset(random);
            long other = RandomNames.Offset(random);

            int order = string.CompareOrdinal(new ArchiveName(partition, one).ToString(), new ArchiveName(partition, other).ToString());

            Assert.Equal(one.CompareTo(other), Math.Sign(order));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("//")]
    [InlineData("t")]
    [InlineData("t/000000")]
    [InlineData("t/000000/")]
    [InlineData("/000000/00000000000000000000")]
    [InlineData("./000000/00000000000000000000")]
    [InlineData("../000000/00000000000000000000")]
    [InlineData("~/000000/00000000000000000000")]
    [InlineData("~kafka-store/000000/00000000000000000000")]
    [InlineData("a~b/000000/00000000000000000000")]
    [InlineData("a b/000000/00000000000000000000")]
    [InlineData("a\\b/000000/00000000000000000000")]
    [InlineData("a:b/000000/00000000000000000000")]
    [InlineData("ä/000000/00000000000000000000")]
    [InlineData("t/00000/00000000000000000000")]
    [InlineData("t/0000000/00000000000000000000")]
    [InlineData("t/0999999/00000000000000000000")]
    [InlineData("t/2147483648/00000000000000000000")]
    [InlineData("t/99999999999999999999999/00000000000000000000")]
    [InlineData("t/-00001/00000000000000000000")]
    [InlineData("t/+00001/00000000000000000000")]
    [InlineData("t/ 00001/00000000000000000000")]
    [InlineData("t/00000x/00000000000000000000")]
    [InlineData("t/00000\0/00000000000000000000")]
    [InlineData("t/00000٣/00000000000000000000")]
    [InlineData("t/000000/0000000000000000000")]
    [InlineData("t/000000/000000000000000000000")]
    [InlineData("t/000000/09223372036854775808")]
    [InlineData("t/000000/99999999999999999999")]
    [InlineData("t/000000/-0000000000000000001")]
    [InlineData("t/000000/+0000000000000000001")]
    [InlineData("t/000000/ 0000000000000000001")]
    [InlineData("t/000000/0000000000000000001 ")]
    [InlineData("t/000000/0000000000000000001\0")]
    [InlineData("t/000000/0000000000000000000٣")]
    [InlineData("t/000000/0000000000000000000a")]
    [InlineData("t/000000/00000000000000000000\n")]
    [InlineData("t/000000/00000000000000000000.avro")]
    [InlineData("t/000000/00000000000000000000/")]
    [InlineData("t/000000/x/00000000000000000000")]
    [InlineData("x/t/000000/00000000000000000000")]
    [InlineData("/t/000000/00000000000000000000")]
    [InlineData("t//000000/00000000000000000000")]
    public void AnythingElseIsRefused(string? text)
    {
        Assert.False(ArchiveName.TryParse(text, out ArchiveName name));
        Assert.Equal(default, name);
    }

    [Fact]
    public void FolderIsWhatTheNamesOfAPartitionStartWith()
    {
        var partition = new TopicPartition("orders", 7);

        Assert.Equal("orders/000007/", ArchiveName.Folder(partition));
        Assert.StartsWith(ArchiveName.Folder(partition), new ArchiveName(partition, 9).ToString());
    }
}
