using KafkaStore.Functions.Http.Status;
using KafkaStore.Generations;
using KafkaStore.Staging;
using KafkaStore.Status;

namespace KafkaStore.Cli.Status;

/// <summary>Looks at stores and brokers once and prints where everything stands.</summary>
/// <param name="options">Where they are; without brokers none is asked.</param>
internal sealed class StatusRun(LocalHostOptions options, bool json)
{
    // Of most archives every file; a person waits.
    private const int ChainCost = 2_000;

    private static readonly JsonWriterOptions Indented = new()
    {
        Indented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(bool verbose, CancellationToken stopping)
    {
        using ILoggerFactory loggers = ConsoleLoggerProvider.CreateFactory(verbose);
        ILogger logger = loggers.CreateLogger<StatusRun>();
        IObjectReader archive = await Stores.OpenForReadingAsync(options.Archive, options.Stores, stopping);
        bool isStaged = options.Staging.Kind != StoreKind.Local || Directory.Exists(options.Staging.Address);
        StagingArea? staging = isStaged
            ? new StagingArea(await Stores.OpenStagedForReadingAsync(options.Staging, options.Stores, stopping))
            : null;
        KafkaRecordLog? brokers = options.Kafka.Brokers.Length > 0 ? new KafkaRecordLog(options.Kafka, logger) : null;
        await using (brokers)
        {
            IRecordLog? log = brokers is null ? null : new GenerationLog(brokers);
            string? unreachable = log is null ? null : await UnreachableAsync(logger, stopping);
            var reader = new StatusReader(archive, TimeProvider.System, staging, unreachable is null ? log : null)
            {
                Mirrors = [.. options.Mirrors.Select(mirror => Stores.ReadLater(mirror, options.Stores))],
                Disks = options.Disks,
                ChainCost = ChainCost,
            };
            IReadOnlyList<string> topics = options.Archiver.Topics;
            ArchiveStatus status = await reader.ReadAsync(topics, isAll: topics.Count == 0, stopping);
            status = status with { BrokerTrouble = unreachable ?? status.BrokerTrouble };
            if (json)
                WriteJson(status);
            else
                StatusText.Write(Console.Out, !Console.IsOutputRedirected, status, archive.DisplayName, Unknown(status, log, staging));
            bool isWrong =
                status.BrokerTrouble is not null
                || status.StagingTrouble is not null
                || status.Disks.Any(disk => disk.Trouble is not null)
                || status.Mirrors.Any(mirror => mirror.Reason is not null)
                || status.Topics.Any(topic => topic.Trouble is not null && !topic.IsFormer)
                || status.Partitions.Any(partition => partition.NeedsHelp);
            return isWrong ? CommandRunner.Failed : 0;
        }
    }

    // What is not known since nobody said where to look.
    private IEnumerable<string> Unknown(ArchiveStatus status, IRecordLog? log, StagingArea? staging)
    {
        if (!status.AreChainsWhole && status.Partitions.Any(partition => partition.Last is not null))
            yield return "not every file was looked for, since there are many: 'kafka-store verify' looks for all of them";
        if (log is null)
            yield return "no broker was asked: --broker-list HOST:PORT says where Kafka is";
        if (staging is null)
            yield return $"nothing is known of what is staged, since there is no folder {options.Staging.Address}: --state-dir or --staging-url says where the archiver stages";
    }

    private async Task<string?> UnreachableAsync(ILogger logger, CancellationToken stopping)
    {
        try
        {
            await KafkaCluster.EnsureReachableAsync(options.Kafka, logger, cancellationToken: stopping);
            return null;
        }
        catch (BrokerUnavailableException e)
        {
            return e.Message;
        }
    }

    private static void WriteJson(ArchiveStatus status)
    {
        using Stream output = Console.OpenStandardOutput();
        using (var document = new Utf8JsonWriter(output, Indented))
            StatusJson.Write(document, status, sentence => sentence);
        output.WriteByte((byte)'\n');
    }
}
