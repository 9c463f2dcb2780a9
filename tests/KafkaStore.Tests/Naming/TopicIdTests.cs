namespace KafkaStore.Tests.Naming;

public sealed class TopicIdTests
{
    [Fact]
    public void ParsingInvertsFormatting()
    {
        var random = new Random(1);
        for (int i = 0; i < 2_000; i++)
        {
            var id = new TopicId(random.NextInt64(long.MinValue, long.MaxValue), random.NextInt64(1, long.MaxValue));
            Assert.True(TopicId.TryParse(id.ToString(), out TopicId parsed));
            Assert.Equal(id, parsed);
        }
    }

    [Fact]
    public void ItIsWrittenAsKafkasToolsDo() =>
        Assert.Equal("-_8AAAAAAAAAAAAAAAAAAQ", new TopicId(unchecked((long)0xfbff000000000000), 1).ToString());

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA")] // none
    [InlineData("+/8AAAAAAAAAAAAAAAAAAQ")]
    [InlineData("-_8AAAAAAAAAAAAAAAAAAQ==")]
    [InlineData("-_8AAAAAAAAAAAAAAAAAAR")] // bits that mean nothing
    [InlineData("-_8AAAAAAAAAAAAAAAAAA")]
    [InlineData(" _8AAAAAAAAAAAAAAAAAAQ")]
    public void AnythingElseIsNone(string? text) => Assert.False(TopicId.TryParse(text, out _));
}
