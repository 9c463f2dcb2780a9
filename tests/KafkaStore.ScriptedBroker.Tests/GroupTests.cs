namespace KafkaStore.Scripted.Tests;

public sealed class GroupTests : BrokerTest
{
    [Fact]
    public async Task TwoMembersShareThePartitionsAndOneThatLeavesGivesThemBack()
    {
        Topic topic = Broker.CreateTopic("orders", partitions: 4);
        IConsumer<byte[], byte[]> one = Member();
        one.Subscribe("orders");
        await Until(() => Poll(one).Assignment.Count == 4);

        IConsumer<byte[], byte[]> two = Member();
        two.Subscribe("orders");
        await Until(() => Have(2, one, two));
        Assert.Equal(4, one.Assignment.Concat(two.Assignment).Distinct().Count());

        foreach (BrokerPartition partition in topic.Partitions)
            partition.Append(LogRecord.Of("k", $"of {partition.Index}"));
        one.Commit([new TopicPartitionOffset(one.Assignment[0], 1)]);
        Assert.Equal(1, Broker.Committed("tests", "orders", one.Assignment[0].Partition.Value));

        one.Close();
        await Until(() => Poll(two).Assignment.Count == 4);
    }

    [Fact]
    public async Task MemberThatDiesIsReplacedWhenItsSessionEnds()
    {
        Broker.CreateTopic("orders", partitions: 2);
        IConsumer<byte[], byte[]> one = Member(("session.timeout.ms", "1000"));
        IConsumer<byte[], byte[]> two = Member(("session.timeout.ms", "1000"));
        one.Subscribe("orders");
        two.Subscribe("orders");
        await Until(() => Have(1, one, two));

        one.Dispose(); // without leaving
        await Until(() => Poll(two).Assignment.Count == 2);
    }

    [Fact]
    public async Task CooperativeMembersKeepWhatIsNotTakenFromThem()
    {
        Broker.CreateTopic("orders", partitions: 2);
        IConsumer<byte[], byte[]> one = Member(("partition.assignment.strategy", "cooperative-sticky"));
        one.Subscribe("orders");
        await Until(() => Poll(one).Assignment.Count == 2);
        IConsumer<byte[], byte[]> two = Member(("partition.assignment.strategy", "cooperative-sticky"));
        two.Subscribe("orders");
        await Until(() => Have(1, one, two));

        // Without it the client sometimes never ends: its own fault with this strategy.
        one.Close();
        two.Close();
    }

    [Fact]
    public async Task MembersGoOnAtTheCommittedOffset()
    {
        BrokerPartition partition = Broker.CreateTopic("orders")[0];
        partition.Append(LogRecord.Numbered(10));
        Consumer().Commit([new TopicPartitionOffset("orders", 0, 7)]);
        IConsumer<byte[], byte[]> member = Member();
        member.Subscribe("orders");

        Assert.Equal("v7", NextValue(member));
        DescribeConsumerGroupsResult described = await Admin().DescribeConsumerGroupsAsync(["tests"]);
        Assert.Equal(ConsumerGroupState.Stable, described.ConsumerGroupDescriptions[0].State);
        Assert.Equal("orders", described.ConsumerGroupDescriptions[0].Members[0].Assignment.TopicPartitions[0].Topic);
        Assert.Equal("tests", Assert.Single(Admin().ListGroups(TimeSpan.FromSeconds(5))).Group);
        List<ListConsumerGroupOffsetsResult> offsets = await Admin()
            .ListConsumerGroupOffsetsAsync([new ConsumerGroupTopicPartitions("tests", null)]);
        Assert.Equal(7, Assert.Single(offsets[0].Partitions).Offset.Value);
        await Assert.ThrowsAsync<DeleteGroupsException>(() => Admin().DeleteGroupsAsync(["tests"]));
    }

    [Fact]
    public async Task MembersLearnOfNewPartitions()
    {
        Topic topic = Broker.CreateTopic("orders");
        IConsumer<byte[], byte[]> member = Member();
        member.Subscribe("orders");
        await Until(() => Poll(member).Assignment.Count == 1);
        topic.Grow(3);
        await Until(() => Poll(member).Assignment.Count == 3);
    }

    [Fact]
    public async Task CommitOfAFormerGenerationIsRefused()
    {
        Broker.CreateTopic("orders");
        IConsumer<byte[], byte[]> member = Member();
        member.Subscribe("orders");
        await Until(() => Poll(member).Assignment.Count == 1);

        KafkaException stranger = Assert.ThrowsAny<KafkaException>(() => Consumer().Commit([new TopicPartitionOffset("orders", 0, 1)]));
        Assert.Equal(ErrorCode.UnknownMemberId, stranger.Error.Code);
    }

    private IConsumer<byte[], byte[]> Member(params (string, string)[] properties) =>
        Consumer([("heartbeat.interval.ms", "100"), ("auto.offset.reset", "earliest"), .. properties]);

    // Each has to be polled: a group waits for a member that is not.
    private static bool Have(int partitions, params IConsumer<byte[], byte[]>[] members)
    {
        int[] counts = [.. members.Select(member => Poll(member).Assignment.Count)];
        return Array.TrueForAll(counts, count => count == partitions);
    }

    private static IConsumer<byte[], byte[]> Poll(IConsumer<byte[], byte[]> member)
    {
        member.Consume(20);
        return member;
    }
}
