using System.Globalization;

namespace KafkaStore.Tests.FunctionsHost.Durable;

/// <summary>An activity: its input goes to the worker as JSON, and what it returned, or why it failed, into the history.</summary>
internal sealed class ActivityMiddleware(WorkerSlot worker)
{
    public async Task RunAsync(DispatchMiddlewareContext context, Func<Task> next)
    {
        TaskScheduledEvent scheduled = context.GetProperty<TaskScheduledEvent>()!;
        HistoryEvent ended;
        try
        {
            InvocationResponse response = await worker.RunAsync(scheduled.Name!, new TypedData { Json = Input(scheduled.Input) });
            ended = new TaskCompletedEvent(-1, scheduled.EventId, Output(response.ReturnValue));
        }
        catch (InvocationFailedException e)
        {
            var details = new FailureDetails(e.Type, e.Message, e.WorkerStackTrace, innerFailure: null, isNonRetriable: false);
            string reason = $"Function '{scheduled.Name}' failed with an unhandled exception.";
            ended = new TaskFailedEvent(-1, scheduled.EventId, reason, details: null, details);
        }

        context.SetProperty(new ActivityExecutionResult { ResponseEvent = ended });
    }

    // The history has the input as an array of one.
    private static string Input(string? input)
    {
        if (input is not ['[', .., ']'])
            return input ?? "null";
        using var array = JsonDocument.Parse(input);
        return array.RootElement.GetArrayLength() == 1 ? array.RootElement[0].GetRawText() : input;
    }

    private static string Output(TypedData? value) =>
        value?.DataCase switch
        {
            TypedData.DataOneofCase.Json => value.Json,
            TypedData.DataOneofCase.String => JsonSerializer.Serialize(value.String),
            TypedData.DataOneofCase.Int => value.Int.ToString(CultureInfo.InvariantCulture),
            TypedData.DataOneofCase.Double => value.Double.ToString("R", CultureInfo.InvariantCulture),
            _ => "null",
        };
}
