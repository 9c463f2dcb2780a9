namespace KafkaStore.Tests.Settings;

/// <summary><c>KafkaStore__TopicPolicies</c>.</summary>
public sealed class TopicPolicySettingsTests
{
    private const string Name = "KafkaStore:TopicPolicies";

    [Fact]
    public void ATopicHasWhatIsItsOwnAndTheRestOfAll()
    {
        ArchiverOptions archiver = SettingsOf
            .App(
                ("KafkaTopic", "orders,payments"),
                ("KafkaStore:MaximumBytes", "1000"),
                (Name, """{"payments": {"file-age": "10m", "file-records": 7, "codec": "zstandard", "offset-reset": "latest"}}""")
            )
            .Archiver;
        Assert.Equal("age=600000ms size=1000B count=7", archiver.Of("payments").Segments.ToString());
        Assert.Equal("age=600000ms size=1000B count=7", archiver.Of("payments~g3").Segments.ToString());
        Assert.Equal("zstandard:3", archiver.Of("payments").Codec.ToString());
        Assert.Equal(OffsetReset.Latest, archiver.Of("payments").OffsetReset);
        Assert.Equal(archiver.Defaults, archiver.Of("orders"));
    }

    [Theory]
    [InlineData("""{"pay*": {"file-age": "1"}}""", "KafkaStore__TopicPolicies has the pattern 'pay*', and triggers are of topics by name")]
    [InlineData(
        """{"other": {"file-age": "1"}}""",
        "KafkaStore__TopicPolicies has the topic 'other', which is not among those of KafkaTopic"
    )]
    [InlineData(
        """{"orders": {"file-agee": "1"}}""",
        "KafkaStore__TopicPolicies has the key 'file-agee' for orders, and there are file-age"
    )]
    [InlineData("""{"orders": {"file-age": "0"}}""", "KafkaStore__TopicPolicies: file-age of orders takes whole seconds from 1, not '0'")]
    [InlineData(
        """{"orders": {"codec": "zip"}}""",
        "KafkaStore__TopicPolicies: codec of orders takes deflate, zstandard or null, not 'zip'"
    )]
    [InlineData("""["orders"]""", "KafkaStore__TopicPolicies must be JSON such as ")]
    [InlineData("""{"orders": 1}""", "KafkaStore__TopicPolicies must be JSON such as ")]
    [InlineData("orders: 1", "KafkaStore__TopicPolicies must be JSON such as ")]
    public void WhatCannotBeUsedIsSaid(string text, string clause) =>
        Assert.Contains(clause, Assert.Throws<AppSettingsException>(() => SettingsOf.App(("KafkaTopic", "orders"), (Name, text))).Message);
}
