namespace KafkaStore.Tests.Restoring;

public sealed class SettingsCheckTests
{
    private const long Now = 1_800_000_000_000;
    private const long Day = 86_400_000;

    private static readonly SurveyedPartition Orders = new(new TopicPartition("orders", 3), 10, 5_000)
    {
        Oldest = Now - (10 * Day),
        Newest = Now + (2 * Day),
        Largest = new LargestRecord(2_000, 2_000, 7),
    };

    [Theory]
    [InlineData("max.message.bytes", "2000", null)]
    [InlineData(
        "max.message.bytes",
        "1999",
        "max.message.bytes of copies is 1999, and the record at offset 7 of orders-3 has 2000 bytes before compression: Kafka may refuse it."
    )]
    [InlineData("segment.bytes", "2000", null)]
    [InlineData(
        "segment.bytes",
        "1999",
        "segment.bytes of copies is 1999, and the record at offset 7 of orders-3 has 2000 bytes before compression: Kafka may refuse it."
    )]
    [InlineData(
        "socket.request.max.bytes",
        "2001",
        "socket.request.max.bytes of the brokers is 2001, and the record at offset 7 of orders-3 has 2000 bytes before compression: they may take no request of that size. Raise it in their configuration."
    )]
    [InlineData("cleanup.policy", "delete", null)]
    [InlineData("cleanup.policy", "", null)]
    [InlineData(
        "cleanup.policy",
        "compact",
        "cleanup.policy of copies is compact, so Kafka would refuse records without a key, and remove all but the newest of each key."
    )]
    [InlineData("message.timestamp.type", "CreateTime", null)]
    [InlineData(
        "message.timestamp.type",
        "LogAppendTime",
        "message.timestamp.type of copies is LogAppendTime, so Kafka would give each record the time of its arrival instead of its own."
    )]
    [InlineData("message.timestamp.before.max.ms", "864000000", null)]
    [InlineData(
        "message.timestamp.before.max.ms",
        "863999999",
        "message.timestamp.before.max.ms of copies is 863999999, and a record has the time 2027-01-05T08:00:00.000Z: Kafka would refuse it."
    )]
    [InlineData("message.timestamp.after.max.ms", "172800000", null)]
    [InlineData(
        "message.timestamp.after.max.ms",
        "3600000",
        "message.timestamp.after.max.ms of copies is 3600000 (1 hour), and a record has the time 2027-01-17T08:00:00.000Z: Kafka would refuse it."
    )]
    [InlineData("message.timestamp.difference.max.ms", "864000000", null)]
    public void SettingIsHeldAgainstTheRecords(string name, string value, string? expected)
    {
        SurveyFinding? found = Check((name, value)).SingleOrDefault();
        Assert.Equal(expected, found?.Text);
        Assert.Equal(expected is null || name.StartsWith("socket"), found?.Remedy is null);
        Assert.Equal(value == "LogAppendTime", found?.IsFinal == true);
    }

    [Theory]
    [InlineData("delete", "retention.ms", "-1", 0)]
    [InlineData("delete", "retention.ms", "864000000", 0)]
    [InlineData("delete", "retention.ms", "863999999", 1)]
    [InlineData("compact,delete", "retention.ms", "1000", 2)]
    [InlineData("compact", "retention.ms", "1000", 1)]
    [InlineData("delete", "retention.bytes", "-1", 0)]
    [InlineData("delete", "retention.bytes", "5000", 0)]
    [InlineData("delete", "retention.bytes", "4999", 1)]
    [InlineData("compact", "retention.bytes", "4999", 1)]
    public void RetentionDeletesOnlyWhereThePolicySaysSo(string policy, string name, string value, int expected) =>
        Assert.Equal(expected, Check(("cleanup.policy", policy), (name, value)).Count());

    [Fact]
    public void DifferenceOfOlderKafkasCountsInBothDirections() =>
        Assert.Equal(
            ["2027-01-05T08:00:00.000Z", "2027-01-17T08:00:00.000Z"],
            Check(("message.timestamp.difference.max.ms", "3600000")).Select(finding => finding.Text.Split("the time ")[1].Split(": ")[0])
        );

    [Fact]
    public void RecordThatWasNotReadCountsWithWhatItHasAtLeast()
    {
        SurveyedPartition unread = Orders with { Largest = new LargestRecord(1_500, 900_000, 7) };
        Assert.Empty(Check(unread, ("max.message.bytes", "1500")));
        Assert.StartsWith(
            "max.message.bytes of copies is 1499, and a record from offset 7 of orders-3 on has 1500 bytes",
            Assert.Single(Check(unread, ("max.message.bytes", "1499"))).Text
        );
    }

    [Fact]
    public void NothingIsHeldAgainstRecordsWithoutTimesOrAgainstNone()
    {
        (string, string)[] settings =
        [
            ("cleanup.policy", "delete"),
            ("retention.ms", "1"),
            ("message.timestamp.before.max.ms", "1"),
            ("message.timestamp.after.max.ms", "1"),
        ];
        Assert.Empty(Check(Orders with { Oldest = null, Newest = null }, settings));
        Assert.Empty(
            Check(new SurveyedPartition(Orders.Source, 0, 0), [.. settings, ("max.message.bytes", "1"), ("cleanup.policy", "compact")])
        );
    }

    [Fact]
    public void NewTopicIsSetToWhatTheRecordsNeedAndNothingElse()
    {
        Assert.Equal(["cleanup.policy=delete", "message.timestamp.type=CreateTime", "retention.ms=-1"], Made());
        Assert.Equal(
            [
                "cleanup.policy=delete",
                "max.message.bytes=2000",
                "message.timestamp.after.max.ms=9223372036854775807",
                "message.timestamp.type=CreateTime",
                "retention.bytes=-1",
                "retention.ms=-1",
                "segment.bytes=2000",
            ],
            Made(
                ("max.message.bytes", "1999"),
                ("segment.bytes", "1999"),
                ("message.timestamp.after.max.ms", "3600000"),
                ("message.timestamp.before.max.ms", "9223372036854775807"),
                ("retention.bytes", "100"),
                ("message.timestamp.type", "LogAppendTime")
            )
        );
    }

    private static IEnumerable<SurveyFinding> Check(params (string Name, string Value)[] settings) => Check(Orders, settings);

    private static IEnumerable<SurveyFinding> Check(SurveyedPartition partition, params (string Name, string Value)[] settings) =>
        new SettingsCheck("copies", Settings(settings), [partition], Now).Findings();

    private static IEnumerable<string> Made(params (string Name, string Value)[] defaults) =>
        NewTopic.Settings(Settings(defaults), [Orders], Now).Select(setting => $"{setting.Key}={setting.Value}").Order();

    private static TopicSettings Settings((string Name, string Value)[] settings)
    {
        var values = new Dictionary<string, string>();
        foreach ((string name, string value) in settings)
            values[name] = value;
        return new TopicSettings(values);
    }
}
