using TopicPartition = KafkaStore.Records.TopicPartition;

namespace KafkaStore.Kafka;

/// <summary>
/// Ranges of offsets as a Kafka cluster has them. Joins no group, commits nothing, makes no topic. Clients are made at the
/// first question; each cursor has one of its own. Bounds may be asked for concurrently, one question is answered at a time.
/// </summary>
public sealed class KafkaRecordLog(KafkaClientOptions options, ILogger logger) : IRecordLog, IAsyncDisposable
{
    private readonly SemaphoreSlim oneQuestion = new(1, 1);
    private LogBoundsClient? client;

    /// <inheritdoc/>
    public Task<BoundsAnswer> AskBoundsAsync(IReadOnlyCollection<string> topics, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(topics);
        return AskAsync("bounds", client => client.Ask(topics), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<long?> FindEndAsync(TopicPartition partition, CancellationToken cancellationToken) =>
        AskAsync("end", client => client.AskEnd(partition), cancellationToken);

    /// <inheritdoc/>
    public ILogCursor OpenCursor(TopicPartition partition) => new KafkaLogCursor(partition, options, logger);

    public async ValueTask DisposeAsync()
    {
        await oneQuestion.WaitAsync();
        await Task.Run(Drop);
        oneQuestion.Dispose();
    }

    private async Task<T> AskAsync<T>(string operation, Func<LogBoundsClient, T> ask, CancellationToken cancellationToken)
    {
        await oneQuestion.WaitAsync(cancellationToken);
        try
        {
            return await Metrics.AskAsync(operation, () => Task.Run(() => Ask(ask), cancellationToken));
        }
        finally
        {
            oneQuestion.Release();
        }
    }

    private T Ask<T>(Func<LogBoundsClient, T> ask)
    {
        client ??= new LogBoundsClient(options, logger);
        try
        {
            return ask(client);
        }
        catch (BrokerUnavailableException)
        {
            // A fresh client has no backoff to sit out and no stale idea of who leads what.
            Drop();
            throw;
        }
    }

    private void Drop()
    {
        client?.Dispose();
        client = null;
    }
}
