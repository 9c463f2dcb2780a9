namespace KafkaStore.Tests.FunctionsHost.Triggers;

/// <summary>Fires timers when a test says so, not by the clock.</summary>
public sealed class TimerDelivery
{
    private const string Schedule = """
        {
          "Schedule": {"AdjustForDST": true},
          "ScheduleStatus": {"Last": "2026-01-01T00:00:00+00:00", "Next": "2026-01-01T00:01:00+00:00", "LastUpdated": "2026-01-01T00:00:00+00:00"},
          "IsPastDue": false
        }
        """;

    private readonly WorkerSlot worker;
    private readonly DurableClientBinding client;

    internal TimerDelivery(WorkerSlot worker, DurableClientBinding client)
    {
        this.worker = worker;
        this.client = client;
    }

    /// <summary>Until the function has ended; a timer is not repeated but fires again when its time comes.</summary>
    /// <exception cref="InvocationFailedException">It failed.</exception>
    public async Task FireAsync(string function)
    {
        IndexedFunction indexed = (await worker.WorkerAsync()).Functions[function];
        var inputs = new Dictionary<string, TypedData> { [indexed.TriggerName] = new() { Json = Schedule } };
        if (indexed.Bindings.FirstOrDefault(binding => (string?)binding["type"] == "durableClient") is { } durable)
            inputs.Add((string)durable["name"]!, client.ToTypedData());
        await worker.InvokeAsync(new Invocation(indexed.Name) { Inputs = inputs });
    }
}
