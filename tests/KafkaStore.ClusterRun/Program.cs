using System.Runtime.InteropServices;
using KafkaStore.ClusterRun;

// KafkaStore.ClusterRun BROKERS [--config FILE] [--scenario NAME]…: runs the scenarios against a cluster that somebody has.
string? config = null;
var chosen = new List<string>();
for (int i = 1; i < args.Length; i += 2)
{
    string value = i + 1 < args.Length ? args[i + 1] : "";
    bool isUnderstood = value.Length > 0 && args[i] is "--config" or "--scenario";
    if (!isUnderstood)
        return Usage($"'{args[i]} {value}'");
    if (args[i] == "--config")
        config = value;
    else if (Scenario.All.Any(scenario => scenario.Name == value))
        chosen.Add(value);
    else
        return Usage($"there is no scenario {value}, but {string.Join(", ", Scenario.All.Select(scenario => scenario.Name))}");
}

if (args.Length == 0)
    return Usage("no brokers");
using var stopping = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
string prefix = $"kafka-store-check-{Guid.NewGuid().ToString("N")[..8]}-";
var outcomes = new List<ScenarioOutcome>();
try
{
    var cluster = new RealCluster(args[0], config);
    await using var topics = new ClusterTopics(cluster, prefix);
    Console.WriteLine($"Topics and groups of this run begin with {prefix}; they are deleted at its end, and nothing else is touched.");
    foreach (Scenario scenario in Scenario.All.Where(scenario => chosen.Count == 0 || chosen.Contains(scenario.Name)))
    {
        outcomes.Add(await ScenarioOutcome.OfAsync(scenario, cluster, topics, stopping.Token));
        Console.WriteLine(outcomes[^1]);
    }
}
catch (Exception e) when (e is KafkaException or KafkaStore.Kafka.KafkaPropertyException or OperationCanceledException)
{
    Console.Error.WriteLine($"error: {args[0]}: {e.Message}");
    outcomes.Add(new ScenarioOutcome("run", ScenarioResult.Failed, e.Message, TimeSpan.Zero));
}

int failed = Count(ScenarioResult.Failed);
int skipped = Count(ScenarioResult.Skipped);
Console.WriteLine($"{Count(ScenarioResult.Passed)} passed, {failed} failed{(skipped > 0 ? $", {skipped} skipped" : "")}");
return failed == 0 && outcomes.Count > skipped ? 0 : 1;

int Count(ScenarioResult result) => outcomes.Count(outcome => outcome.Result == result);

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stopping.Cancel();
}

static int Usage(string what)
{
    Console.Error.WriteLine($"error: {what}: expected BROKERS [--config FILE] [--scenario NAME]…");
    return 2;
}
