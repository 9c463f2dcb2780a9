namespace KafkaStore.Tests.Naming;

public sealed class TopicNameTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("...")]
    [InlineData("__consumer_offsets")]
    [InlineData("Aa0._-")]
    public void LettersDigitsDotUnderscoreAndMinusAreValid(string name) => Assert.True(TopicName.IsValid(name));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("~a")]
    [InlineData("a b")]
    [InlineData("a\0")]
    [InlineData("é")]
    [InlineData("٣")]
    public void AnythingElseIsNot(string? name) => Assert.False(TopicName.IsValid(name));

    [Fact]
    public void LongestNameHas249Characters()
    {
        Assert.True(TopicName.IsValid(new string('a', 249)));
        Assert.False(TopicName.IsValid(new string('a', 250)));
    }
}
