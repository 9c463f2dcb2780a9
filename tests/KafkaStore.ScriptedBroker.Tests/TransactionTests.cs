namespace KafkaStore.Scripted.Tests;

public sealed class TransactionTests : BrokerTest
{
    [Fact]
    public void ReadCommittedConsumerSeesNeitherAbortedNorOpenTransactions()
    {
        BrokerPartition partition = Broker.CreateTopic("orders")[0];
        partition.Append(LogRecord.Of("k", "plain"));
        partition.CommittedTransaction(LogRecord.Of("k", "committed"));
        partition.AbortedTransaction(LogRecord.Of("k", "aborted"), LogRecord.Of("k", "aborted too"));
        partition.Append(LogRecord.Of("k", "between"));
        Transaction open = partition.OpenTransaction(LogRecord.Of("k", "open"));
        partition.Append(LogRecord.Of("k", "behind the open one"));
        IConsumer<byte[], byte[]> consumer = Consumer(("isolation.level", "read_committed"));

        Assert.Equal(["plain", "committed", "between"], ReadToEnd(consumer, partition));
        Assert.Equal(open.FirstOffset, partition.LastStable);

        open.Commit();
        Assert.Equal("open", NextValue(consumer));
        Assert.Equal("behind the open one", NextValue(consumer));
    }

    [Fact]
    public void InterleavedTransactionsAreToldApartByTheirProducers()
    {
        BrokerPartition partition = Broker.CreateTopic("orders")[0];
        Transaction one = partition.OpenTransaction(LogRecord.Of("k", "a0"));
        Transaction two = partition.OpenTransaction(LogRecord.Of("k", "b0"));
        one.Append(LogRecord.Of("k", "a1"));
        two.Append(LogRecord.Of("k", "b1"));
        one.Abort();
        two.Commit();

        Assert.Equal(["b0", "b1"], ReadToEnd(Consumer(("isolation.level", "read_committed")), partition));
        Assert.Equal(["a0", "b0", "a1", "b1"], ReadToEnd(Consumer(("isolation.level", "read_uncommitted")), partition));
    }
}
