using Microsoft.DurableTask;

namespace KafkaStore.Functions;

/// <summary>Runs one seal and reports its outcome, whatever it is, to the partition's entity.</summary>
public static class SealSegments
{
    [Function(nameof(SealSegments))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        SealRequest request =
            context.GetInput<SealRequest>() ?? throw new InvalidOperationException($"{context.InstanceId} was started without a request.");
        SealOutcome outcome;
        try
        {
            outcome = await context.CallActivityAsync<SealOutcome>(nameof(WriteArchiveObjects), request);
            if (outcome.SettlesAt is { } at)
            {
                // Here the wait costs nothing, and no activity is in its place meanwhile.
                await context.CreateTimer(at.UtcDateTime, CancellationToken.None);
                outcome = await context.CallActivityAsync<SealOutcome>(nameof(WriteArchiveObjects), request with { HasSettled = true });
            }
        }
        catch (TaskFailedException e)
        {
            outcome = new SealOutcome(request.Partition, request.Attempt) { Failure = e.FailureDetails.ErrorMessage };
        }

        await context.Entities.SignalEntityAsync(EntityIds.Of(request.Partition), Operations.Sealed, outcome);
    }
}
