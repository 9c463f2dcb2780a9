using KafkaStore.Broker;
using KafkaStore.Kafka.ConfigFiles;

namespace KafkaStore.ClusterRun.Clusters;

/// <summary>A cluster that somebody has.</summary>
/// <param name="brokers">List of <c>HOST:PORT</c>, commas between.</param>
/// <param name="configFile">Properties of Kafka's own tools; null for none.</param>
public sealed class RealCluster(string brokers, string? configFile) : ICluster
{
    private static readonly TimeSpan CleanerPatience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan CleanerInterval = TimeSpan.FromSeconds(2);

    public string Brokers => brokers;

    public IReadOnlyDictionary<string, string> Properties { get; } =
        configFile is null
            ? new Dictionary<string, string>()
            : KafkaConfigFile.Read(configFile, OptionNames.InWords).Properties.ToDictionary(pair => pair.Key, pair => pair.Value.Text);

    public IReadOnlyList<string> Arguments => configFile is null ? [] : ["--kafka-config", configFile];

    public TimeSpan Settling => TimeSpan.FromSeconds(5);

    public bool IsThorough => true;

    public async Task CompactAsync(string topic, Func<Task<bool>> done, CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        while (!await done())
        {
            if (Stopwatch.GetElapsedTime(started) > CleanerPatience)
            {
                throw new ScenarioSkippedException(
                    $"the log cleaner did not run over {topic} within {CleanerPatience.TotalMinutes} minutes; is log.cleaner.enable on?"
                );
            }

            await Task.Delay(CleanerInterval, cancellationToken);
        }
    }
}
