using KafkaStore.Cli.CommandLine;
using KafkaStore.Hosting;
using KafkaStore.Naming;
using KafkaStore.Reading;
using KafkaStore.Storage;

namespace KafkaStore.Cli.Reader;

/// <summary><c>kafka-store-reader</c>: prints the records of a chain of archive objects.</summary>
internal sealed class ChainReading(ArchivePath path, StoreSettings settings, bool wait)
{
    private static readonly TimeSpan AbandonedInterval = TimeSpan.FromMilliseconds(200);

    private readonly StandardOutput output = new();

    public async Task RunAsync(CancellationToken stopping)
    {
        if (path.Root.Kind == StoreKind.Local && !Directory.Exists(path.Root.Address))
            throw new CommandFailedException($"there is no folder {path.Root} that {path} could be in. Check the path.");
        IObjectReader store = await Stores.OpenAsync(path.Root, settings, StoreUse.Reading, stopping).ConfigureAwait(false);
        var objects = new ArchiveObjects(store);
        if (!wait && await store.FindAsync(path.Name.ToString(), stopping).ConfigureAwait(false) is null)
            throw await MissingAsync(objects, stopping).ConfigureAwait(false);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        using Timer? watch = wait ? new Timer(_ => EndIfAbandoned(ended), null, AbandonedInterval, AbandonedInterval) : null;
        var printer = new RecordPrinter(output);
        try
        {
            await PrintAsync(objects, printer, ended.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // Stopped, or nobody reads any more; what was printed is whole lines.
        }
        catch (BrokenPipeException)
        {
            // As above.
        }
    }

    private async Task PrintAsync(ArchiveObjects objects, RecordPrinter printer, CancellationToken cancellationToken)
    {
        var chain = new ArchiveChainReader(objects, TimeProvider.System) { PollInterval = path.Root.Kind == StoreKind.Local ? ArchiveChainReader.LocalPollInterval : ArchiveChainReader.CloudPollInterval };
        try
        {
            await foreach (ArchivedBlock block in chain.ReadAsync(path.Name, TellMissingAsync, wait, cancellationToken).ConfigureAwait(false))
                printer.Print(block);
        }
        finally
        {
            printer.Flush(); // what could be read before a damage is printed too
        }

        ValueTask TellMissingAsync(ArchiveName name, CancellationToken _)
        {
            printer.Flush();
            Console.Error.WriteLine($"Next file not ready yet. {(wait ? "Waiting for" : "Expected")}: {path with { Name = name }}");
            return ValueTask.CompletedTask;
        }
    }

    // A reader that has gone would otherwise be noticed only at the next record, which may be hours away.
    private void EndIfAbandoned(CancellationTokenSource ended)
    {
        if (output.IsAbandoned)
            ended.Cancel();
    }

    private async Task<CommandFailedException> MissingAsync(ArchiveObjects objects, CancellationToken cancellationToken)
    {
        var locator = new ArchiveLocator(objects.Store);
        ArchiveEntry? nearest = await locator.FindAtOrBelowAsync(path.Name.Partition, path.Name.BaseOffset, cancellationToken).ConfigureAwait(false)
            ?? await locator.FindFirstAsync(path.Name.Partition, cancellationToken).ConfigureAwait(false);
        return new CommandFailedException(nearest is { Name: var found }
            ? $"there is no file {path}. The nearest that the archive has is {path with { Name = found }}; --wait waits for one that is still to come."
            : $"there is no file {path}, and {path.Root} has no archive of {path.Name.Partition}. Check the path; --wait waits for a file that is still to come.");
    }
}
