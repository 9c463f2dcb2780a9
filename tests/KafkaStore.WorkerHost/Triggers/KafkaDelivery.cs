namespace KafkaStore.Tests.FunctionsHost.Triggers;

/// <summary>
/// Delivers batches as the Kafka trigger does: a batch whose function failed is delivered again as the function's retry
/// says, and so is one whose worker went away, since no offset of it was committed.
/// </summary>
public sealed class KafkaDelivery
{
    private const string TriggerType = "kafkaTrigger";

    private readonly WorkerSlot worker;
    private readonly DurableClientBinding client;
    private int redeliveries;

    internal KafkaDelivery(WorkerSlot worker, DurableClientBinding client)
    {
        this.worker = worker;
        this.client = client;
    }

    /// <summary>Deliveries that had to be repeated so far.</summary>
    public int Redeliveries => Volatile.Read(ref redeliveries);

    /// <summary>Until the function has succeeded with it, after which the trigger commits the batch's offsets.</summary>
    /// <param name="batch">Records of any partitions of the function's topic, in any order.</param>
    /// <param name="function">The topic's; null for the app's first.</param>
    /// <exception cref="InvocationFailedException">It failed, and its retries are over.</exception>
    public async Task DeliverAsync(IReadOnlyList<ConsumedRecord> batch, string? function = null)
    {
        ArgumentNullException.ThrowIfNull(batch);
        IndexedFunction indexed =
            (await worker.WorkerAsync()).Functions is var all && function is not null
                ? all[function]
                : all.Values.First(candidate => candidate.TriggerType == TriggerType);
        var invocation = new Invocation(indexed.Name)
        {
            Inputs = new Dictionary<string, TypedData>
            {
                [indexed.TriggerName] = KafkaRecords.ToTypedData(batch),
                ["client"] = client.ToTypedData(),
            },
            Metadata = KafkaRecords.Metadata(batch),
        };
        for (int retries = 0; ; retries++)
        {
            try
            {
                await worker.InvokeAsync(invocation);
                return;
            }
            catch (Exception e) when (e is InvocationFailedException or WorkerGoneException)
            {
                if (indexed.Retry?.DelayBefore(retries + 1) is not { } delay)
                    throw;
                Interlocked.Increment(ref redeliveries);
                await Task.Delay(delay);
                var context = new RetryContext
                {
                    RetryCount = retries + 1,
                    MaxRetryCount = indexed.Retry.MaximumRetries,
                    Exception = new RpcException { Message = e.Message },
                };
                invocation = invocation with { Id = Guid.NewGuid().ToString(), Retry = context };
            }
        }
    }
}
