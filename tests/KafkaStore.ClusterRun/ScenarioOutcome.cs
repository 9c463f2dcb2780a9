namespace KafkaStore.ClusterRun;

public enum ScenarioResult
{
    Passed,
    Failed,
    Skipped,
}

/// <summary>How a scenario ended.</summary>
/// <param name="Text">What was found, or why it failed or was not run.</param>
public sealed record ScenarioOutcome(string Name, ScenarioResult Result, string Text, TimeSpan Took)
{
    /// <summary>Runs it. Only stopping ends it with an exception.</summary>
    public static async Task<ScenarioOutcome> OfAsync(Scenario scenario, ICluster cluster, ClusterTopics topics, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        long started = Stopwatch.GetTimestamp();
        ScenarioOutcome Ended(ScenarioResult result, string text) => new(scenario.Name, result, text, Stopwatch.GetElapsedTime(started));
        try
        {
            using var run = new ScenarioRun(cluster, topics, scenario.Name) { Stopping = stopping };
            return Ended(ScenarioResult.Passed, await scenario.RunAsync(run));
        }
        catch (ScenarioSkippedException e)
        {
            return Ended(ScenarioResult.Skipped, e.Message);
        }
        catch (ScenarioFailedException e)
        {
            return Ended(ScenarioResult.Failed, e.Message);
        }
        catch (Exception e) when (e is KafkaException or TimeoutException)
        {
            return Ended(ScenarioResult.Failed, $"{e.GetType().Name}: {e.Message}");
        }
    }

    public override string ToString()
    {
        string word = Result switch
        {
            ScenarioResult.Passed => "ok     ",
            ScenarioResult.Skipped => "skipped",
            _ => "FAILED ",
        };
        return string.Create(CultureInfo.InvariantCulture, $"{word} {Name}: {Text} ({Took.TotalSeconds:F1} s)");
    }
}
