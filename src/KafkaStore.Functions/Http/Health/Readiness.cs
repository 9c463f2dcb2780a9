using KafkaStore.Staging;

namespace KafkaStore.Functions.Http.Health;

/// <summary>Looks whether the stores answer, once for all who ask within some seconds: each look is a request that is paid for.</summary>
public sealed class Readiness(IObjectReader archive, TimeProvider clock, ILogger<Readiness> logger, StandingFaults? faults = null)
{
    /// <summary>How long an answer holds.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromSeconds(5);

    // Longer than a store's own tries, shorter than whoever probes waits.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    // There is none of that name, and that is an answer.
    private const string Asked = MarkerName.Folder + "/health";

    private readonly Lock gate = new();
    private Task<ReadyAnswer>? answer;
    private long askedAt;

    public Task<ReadyAnswer> AskAsync()
    {
        lock (gate)
        {
            if (answer is null || (answer.IsCompleted && clock.GetElapsedTime(askedAt) >= Kept))
            {
                askedAt = clock.GetTimestamp();
                answer = LookAsync();
            }

            return answer;
        }
    }

    private async Task<ReadyAnswer> LookAsync()
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        string asked = "archive";
        try
        {
            await archive.FindAsync(Asked, patience.Token);
            asked = "staging location";
            int? faulted = faults is null ? null : (await faults.ListAsync(patience.Token)).Count;
            return new ReadyAnswer(null, faulted);
        }
        catch (StorageException e)
        {
            Log.NotReady(logger, asked, e.Message);
        }
        catch (OperationCanceledException)
        {
            Log.NotReady(logger, asked, $"no answer within {Patience.TotalSeconds:0} s");
        }

        return new ReadyAnswer($"The {asked} can't be reached; the log says why.", null);
    }
}
