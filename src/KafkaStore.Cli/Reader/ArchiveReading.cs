using KafkaStore.Cli.Reader.Formats;
using KafkaStore.Storage.Local;

namespace KafkaStore.Cli.Reader;

/// <summary>Prints what is wanted of an archive, one partition after the other.</summary>
/// <param name="path">Where to begin.</param>
/// <param name="printer">Takes the records.</param>
/// <param name="notes">Told of the file that is not there yet.</param>
internal sealed class ArchiveReading(
    IObjectReader store,
    IArchiveEntries entries,
    ArchivePath path,
    ReaderRequest request,
    RecordPrinter printer,
    TextWriter notes
)
{
    private readonly ArchiveObjects objects = new(store);

    private readonly ArchiveChainReader chain = new(new ArchiveObjects(store), TimeProvider.System)
    {
        PollInterval = path.Root.Kind == StoreKind.Local ? ArchiveChainReader.LocalPollInterval : ArchiveChainReader.CloudPollInterval,
    };

    public ReadingProgress Progress { get; } = new();

    /// <param name="measure">Find out first how much there is, for <see cref="Progress"/>; costs a few requests a partition.</param>
    /// <exception cref="UsageException">The options don't go with the path.</exception>
    /// <exception cref="CommandFailedException">What the path names is not there.</exception>
    public async Task RunAsync(bool measure, CancellationToken cancellationToken)
    {
        IReadOnlyList<TopicPartition> partitions = await PartitionsAsync(cancellationToken);
        try
        {
            if (measure)
                await MeasureAsync(partitions, cancellationToken);
            foreach (TopicPartition partition in partitions)
            {
                if (printer.Count < request.Limit)
                    await PrintAsync(partition, cancellationToken);
            }
        }
        catch (ObjectOfflineException met)
        {
            throw await OfflineList.WriteAsync(store, partitions.Select(RangeOf), met, cancellationToken);
        }
        finally
        {
            printer.Flush(); // what could be read before a damage is printed too
        }
    }

    private async Task PrintAsync(TopicPartition partition, CancellationToken cancellationToken)
    {
        bool begun = false;
        await foreach (ArchivedBlock block in Blocks(partition, cancellationToken))
        {
            foreach (Record record in block.Records)
            {
                if (!begun)
                    Progress.Begin(record.Offset);
                begun = true;
                await printer.PrintAsync(block.Name, record, cancellationToken);
                Progress.Reach(record.Offset + 1);
                if (printer.Count >= request.Limit)
                    return;
            }
        }
    }

    private IAsyncEnumerable<ArchivedBlock> Blocks(TopicPartition partition, CancellationToken cancellationToken)
    {
        RecordRange range = RangeOf(partition);
        bool beginsThere = path.Name is { } name && range.FromOffset == name.BaseOffset;
        var records = new PartitionRecords(objects, beginsThere ? new NamedEntry(store, path.Name!.Value, entries) : entries, chain);
        return path.Name is null && !request.Wait
            ? records.ReadAsync(range, cancellationToken)
            : records.FollowAsync(range, path.Name, TellMissingAsync, request.Wait, cancellationToken);
    }

    private RecordRange RangeOf(TopicPartition partition) => request.RangeOf(partition, path.Name?.BaseOffset ?? 0);

    private ValueTask TellMissingAsync(ArchiveName name, CancellationToken cancellationToken)
    {
        printer.Flush();
        notes.WriteLine($"Next file not ready yet. {(request.Wait ? "Waiting for" : "Expected")}: {path.PathOf(name)}");
        return ValueTask.CompletedTask;
    }

    private async Task<IReadOnlyList<TopicPartition>> PartitionsAsync(CancellationToken cancellationToken)
    {
        if (path.Partition is not { } only)
            return await ChosenAsync(cancellationToken);
        if (request.Partitions is not null)
        {
            throw new UsageException(
                $"--partition chooses among the partitions of a topic, and {path} names one already. Leave it out, or give the topic's path."
            );
        }

        if (path.Name is { } name && request.FromOffset < name.BaseOffset)
        {
            throw new UsageException(
                $"--from-offset {request.FromOffset} lies before {path}. Give the path of the partition instead of the file's."
            );
        }

        if (path.Name is { } first && !request.Wait && await store.FindAsync(first.ToString(), cancellationToken) is null)
            throw await MissingAsync(first, cancellationToken);
        return path.Name is not null || await entries.FindFirstAsync(only, cancellationToken) is not null
            ? [only]
            : throw new CommandFailedException($"{path.Root} has no archive of {only}. Check the path; it ends in {ArchivePath.Forms}.");
    }

    private async Task<IReadOnlyList<TopicPartition>> ChosenAsync(CancellationToken cancellationToken)
    {
        int[] existing =
        [
            .. (await new ArchiveTopics(store).PartitionsAsync(path.Topic, cancellationToken)).Select(partition => partition.Partition),
        ];
        if (existing.Length == 0)
            throw await NoTopicAsync(cancellationToken);
        IReadOnlyList<int> chosen = (request.Partitions ?? PartitionChoice.All).Of(existing, out int? missing);
        if (missing is not null)
            throw new CommandFailedException($"{path} has no partition {missing}. It has {string.Join(", ", existing)}.");
        return request.Wait && chosen.Count > 1
            ? throw new UsageException($"--wait follows one partition, and {path} has {chosen.Count}. Choose one with --partition.")
            : [.. chosen.Select(number => new TopicPartition(path.Topic, number))];
    }

    // Most often the archive itself was typed.
    private async Task<CommandFailedException> NoTopicAsync(CancellationToken cancellationToken)
    {
        string folder = Path.Combine(path.Root.Address, path.Topic);
        var topics = new List<string>();
        if (path.Root.Kind == StoreKind.Local && Directory.Exists(folder))
        {
            var archive = new ArchiveTopics(LocalObjectStore.OpenForReading(folder));
            await foreach (string topic in archive.TopicsAsync(cancellationToken))
            {
                if ((await archive.PartitionsAsync(topic, cancellationToken)).Count > 0)
                    topics.Add(topic);
            }
        }

        return new CommandFailedException(
            topics.Count == 0
                ? $"{path.Root} has no archive of a topic {path.Topic}. Check the path; it ends in {ArchivePath.Forms}."
                : $"{folder} is an archive, and one of its topics is wanted: add /TOPIC. It has {string.Join(", ", topics)}."
        );
    }

    private async Task MeasureAsync(IReadOnlyList<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        var locator = new ArchiveLocator(store);
        foreach (TopicPartition partition in partitions)
        {
            if (
                await locator.FindFirstAsync(partition, cancellationToken) is not { } first
                || await locator.FindLastAsync(partition, cancellationToken) is not { } last
            )
            {
                continue;
            }

            RecordRange range = RangeOf(partition);
            long end = (await objects.OpenAsync(last, cancellationToken)).NextOffset;
            Progress.Expect(Math.Min(request.Limit, Math.Min(end, range.ToOffset) - Math.Max(first.Name.BaseOffset, range.FromOffset)));
        }
    }

    private async Task<CommandFailedException> MissingAsync(ArchiveName name, CancellationToken cancellationToken)
    {
        ArchiveEntry? nearest = await entries.FindNearestAsync(name.Partition, name.BaseOffset, cancellationToken);
        return new CommandFailedException(
            nearest is { Name: var found }
                ? $"there is no file {path}. The nearest that the archive has is {path.PathOf(found)}; --wait waits for one that is still to come."
                : $"there is no file {path}, and {path.Root} has no archive of {name.Partition}. Check the path; --wait waits for a file that is still to come."
        );
    }
}
