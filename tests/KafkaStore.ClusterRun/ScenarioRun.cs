namespace KafkaStore.ClusterRun;

/// <summary>What one scenario works with: its topics, a folder of its own, the program.</summary>
/// <param name="name">Of the scenario; begins the names of what it makes.</param>
public sealed class ScenarioRun(ICluster cluster, ClusterTopics topics, string name) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kafka-store-cluster-");

    public ICluster Cluster => cluster;

    public ClusterTopics Topics => topics;

    public CancellationToken Stopping { get; init; }

    /// <summary>Of the archive unless a scenario names another.</summary>
    public string Archive => PathOf("archive");

    public string PathOf(string place) => Path.Combine(folder.FullName, place);

    public Task<string> CreateTopicAsync(int partitions = 1, params (string Name, string Value)[] settings) =>
        topics.CreateAsync(name, partitions, settings);

    public ScenarioProducer Producer(string topic, string? transaction = null) =>
        new(cluster, topic, transaction is null ? null : topics.NameOf($"{name}-{transaction}"));

    /// <summary>By partition, as a plain consumer sees it.</summary>
    public SortedDictionary<int, List<DumpedRecord>> Dump(string topic) =>
        TopicDump.Read(cluster.Client(), topic, topics.PartitionsOf(topic), Stopping);

    /// <summary>The archiver, until somebody ends it.</summary>
    public KafkaStoreProcess Start(string topic, params string[] more) => KafkaStoreProcess.Start(Archiving(topic, Archive, more));

    /// <summary>The archiver, until it has reached the end.</summary>
    public Task<ToolRun> ArchiveAsync(string topic, params string[] more) => ArchiveToAsync(Archive, topic, more);

    /// <summary>Likewise, and all of it is closed; it must end with 0.</summary>
    public async Task ArchiveWholeAsync(string topic, params string[] more) =>
        Succeeded(await ArchiveAsync(topic, ["--close-at-end", .. more]));

    public Task<ToolRun> ArchiveToAsync(string place, string topic, params string[] more) =>
        RunAsync(Archiving(topic, place, ["--exit-at-end", .. more]));

    public static async Task<ToolRun> RunAsync(params string[] arguments)
    {
        await using var program = KafkaStoreProcess.Start(arguments);
        return await program.WaitAsync(Patience);
    }

    /// <summary>What is archived is what a plain consumer sees now; where there is time, <c>verify</c> must find nothing wrong either.</summary>
    /// <returns>How much that was.</returns>
    public async Task<string> EnsureArchivedAsync(string topic, string? generation = null)
    {
        SortedDictionary<int, List<DumpedRecord>> seen = Dump(topic);
        foreach ((int partition, List<DumpedRecord> records) in seen)
            Comparison.EnsureEqual($"{topic}-{partition}", records, await ArchivedAsync(generation ?? topic, partition));
        if (cluster.IsThorough || generation is not null)
            await VerifyAgainstBrokerAsync();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{seen.Values.Sum(records => records.Count):N0} records in {seen.Count} partition{(seen.Count == 1 ? "" : "s")} equal"
        );
    }

    public Task<List<DumpedRecord>> ArchivedAsync(string topic, int partition) =>
        new ArchiveDump(Archive).ReadAsync(topic, partition, Stopping);

    /// <summary><c>kafka-store verify</c>, which must find nothing.</summary>
    /// <returns>What it said.</returns>
    public async Task<string> VerifyAsync(params string[] more)
    {
        ToolRun run = await RunAsync(["verify", "--local-store", Archive, .. more]);
        Succeeded(run);
        return run.Output;
    }

    /// <summary>Likewise, and every record is compared with the broker's.</summary>
    public Task<string> VerifyAgainstBrokerAsync() => VerifyAsync(["--against-broker", cluster.Brokers, .. cluster.Arguments]);

    /// <exception cref="ScenarioFailedException">It ended otherwise.</exception>
    public static void Succeeded(ToolRun run) => EndedWith(0, run);

    /// <exception cref="ScenarioFailedException">It ended otherwise.</exception>
    public static void EndedWith(int exitCode, ToolRun run)
    {
        if (run.ExitCode != exitCode)
            throw new ScenarioFailedException($"the program ended with {run.ExitCode} instead of {exitCode}: {run.Output}{run.Errors}");
    }

    /// <exception cref="ScenarioFailedException">It is not in it.</exception>
    public static void Says(string text, string output)
    {
        if (!output.Contains(text, StringComparison.Ordinal))
            throw new ScenarioFailedException($"'{text}' is not said: {output}");
    }

    public void Dispose() => folder.Delete(recursive: true);

    private string[] Archiving(string topic, string place, IReadOnlyCollection<string> more) =>
        [
            "--broker-list",
            cluster.Brokers,
            "--topic",
            topic,
            "--group",
            topics.NameOf($"{name}-archiver"),
            "--local-store",
            place,
            "--offset-reset",
            "earliest",
            "--settling-seconds",
            string.Create(CultureInfo.InvariantCulture, $"{cluster.Settling.TotalSeconds}"),
            .. cluster.Arguments,
            .. more,
        ];
}
