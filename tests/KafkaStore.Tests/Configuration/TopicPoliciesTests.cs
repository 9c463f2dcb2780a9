namespace KafkaStore.Tests.Configuration;

/// <summary>Which topics a configuration selects, and the policy of each.</summary>
public sealed class TopicPoliciesTests
{
    private const string Head = "kafka: {brokers: 'b:1', group: g}\nstores: [/tmp/kafka-store-of-no-run]\n";

    private static readonly LocalHostOptions Bound = Sample.Bind(
        Head
            + """
            topics:
              - orders.*
              - "!orders.test"
              - {name: payments, file-size: 64M, file-age: 10m, codec: zstandard}
              - {name: audit-?, file-records: 5, offset-reset: latest, on-recreated: fault, idle-safety: 0}
            defaults: {file-age: 2h, codec-level: 9}
            """
    );

    [Theory]
    [InlineData("orders.eu", true)]
    [InlineData("orders.", true)]
    [InlineData("orders", false)]
    [InlineData("ordersXeu", false)]
    [InlineData("orders.test", false)]
    [InlineData("payments", true)]
    [InlineData("audit-1", true)]
    [InlineData("audit-12", false)]
    [InlineData("__consumer_offsets", false)]
    public void TheLastThatMatchesDecides(string topic, bool selected) => Assert.Equal(selected, Bound.Topics.Selects(topic));

    [Fact]
    public void NamedOnesHaveToBeThere()
    {
        Assert.Equal(["payments"], Bound.Topics.Names);
        Assert.Equal(["payments"], Bound.Archiver.Topics);
        Assert.True(Bound.Topics.HasPatterns);
    }

    [Fact]
    public void NoPatternMatchesWhatTheBrokersKeepForThemselves() =>
        Assert.False(Sample.Bind(Head + "topics: ['*']\n").Topics.Selects("__consumer_offsets"));

    [Theory]
    [InlineData("payments", "age=600000ms size=67108864B", "zstandard:3", 8 * 3600, OffsetReset.Error, OnRecreated.NewGeneration)]
    [InlineData("orders.eu", "age=7200000ms size=268435456B", "deflate:9", 8 * 3600, OffsetReset.Earliest, OnRecreated.NewGeneration)]
    [InlineData("orders.eu~g2", "age=7200000ms size=268435456B", "deflate:9", 8 * 3600, OffsetReset.Earliest, OnRecreated.NewGeneration)]
    [InlineData("audit-7", "age=7200000ms size=268435456B count=5", "deflate:9", 0, OffsetReset.Latest, OnRecreated.Fault)]
    [InlineData("other", "age=7200000ms size=268435456B", "deflate:9", 8 * 3600, OffsetReset.Error, OnRecreated.NewGeneration)]
    public void EachHasItsOwnPolicy(
        string topic,
        string segments,
        string codec,
        int safetySeconds,
        OffsetReset reset,
        OnRecreated recreated
    )
    {
        TopicPolicy policy = Bound.Archiver.Of(topic);
        Assert.Equal(segments, policy.Segments.ToString());
        Assert.Equal(codec, policy.Codec.ToString());
        Assert.Equal(safetySeconds, policy.SafetyWindow.TotalSeconds);
        Assert.Equal(reset, policy.OffsetReset);
        Assert.Equal(recreated, policy.OnRecreated);
    }

    [Fact]
    public void PoliciesHoldForTopicsThatAreTyped()
    {
        LocalHostOptions bound = Sample.Bind(Head + "topics: [{name: payments, file-age: 10m}, orders]\n", "--topic", "payments");
        Assert.Equal(["payments"], bound.Topics.Names);
        Assert.Equal(TimeSpan.FromMinutes(10), bound.Archiver.Of("payments").Segments.MaximumAge);
    }

    [Fact]
    public void PatternsMayBeTyped()
    {
        LocalHostOptions bound = Sample.Bind(Head, "--topic", "a*", "--topic", "!ab", "--topic", "b");
        Assert.Equal(["b"], bound.Topics.Names);
        Assert.True(bound.Topics.Selects("aa"));
        Assert.False(bound.Topics.Selects("ab"));
        Assert.Equal(OffsetReset.Earliest, bound.Archiver.Of("aa").OffsetReset);
        Assert.Equal(OffsetReset.Error, bound.Archiver.Of("b").OffsetReset);
    }

    [Fact]
    public void WhatIsSaidForAllHoldsForWhatPatternsFind() =>
        Assert.Equal(
            OffsetReset.Latest,
            Sample.Bind(Head + "topics: ['a*']\ndefaults: {offset-reset: latest}\n").Archiver.Of("ab").OffsetReset
        );

    [Theory]
    [InlineData("1", 1)]
    [InlineData("90s", 90)]
    [InlineData("15m", 900)]
    [InlineData("8h", 28800)]
    [InlineData("2d", 172800)]
    public void TimesHaveUnits(string text, int seconds)
    {
        Assert.True(TimeLength.TryParse(text, out TimeSpan time));
        Assert.Equal(seconds, time.TotalSeconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("h")]
    [InlineData("1.5h")]
    [InlineData("-1")]
    [InlineData("1w")]
    [InlineData("9999999999999d")]
    public void NothingElseIsATime(string text) => Assert.False(TimeLength.TryParse(text, out _));
}
