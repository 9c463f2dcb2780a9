namespace KafkaStore.Broker;

/// <summary>What the timer saw of a partition at the broker.</summary>
/// <param name="Start">Log start, inclusive.</param>
/// <param name="End">Read-committed end, exclusive.</param>
/// <param name="AcceptedBefore">
/// What the entity had accepted before the broker was asked for this end. Only an end below it tells that the log has
/// shrunk: views arrive late and more than once, and more may have been accepted since.
/// </param>
/// <param name="IsFetched">Nobody delivers its records, so they are fetched without waiting for that.</param>
public sealed record BrokerView(TopicPartition Partition, long Start, long End, long AcceptedBefore = 0, bool IsFetched = false);
