using KafkaStore.Catalog;
using KafkaStore.Cli.Reader.Formats;
using KafkaStore.Schemas.Reading;

namespace KafkaStore.Cli.Reader;

/// <summary><c>kafka-store-reader</c> over an archive: opens what is read and what is written.</summary>
internal sealed class ReaderRun(ArchivePath path, StoreSettings settings, ReaderRequest request)
{
    private static readonly TimeSpan AbandonedInterval = TimeSpan.FromMilliseconds(200);

    private readonly StandardOutput standardOutput = new();

    public async Task RunAsync(CancellationToken stopping)
    {
        if (request is { Format: RecordFormat.Avro, Output: null } && !Console.IsOutputRedirected)
            throw new UsageException("--format avro is not for a terminal. Write to a file with --output FILE, or to another program.");
        if (path.Root.Kind == StoreKind.Local && !Directory.Exists(path.Root.Address))
            throw new CommandFailedException($"there is no folder {path.Root} that {path} could be in. Check the path.");
        using OutputFile? file = request.Output is { } name ? new OutputFile(name, request.Force) : null;
        IObjectReader store = await Stores.OpenForReadingAsync(path.Root, settings, stopping);
        using MySqlCatalog? catalog = request.Catalog is { } url ? new MySqlCatalog(url) : null;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        using Timer? watch =
            request.Wait && file is null ? new Timer(_ => EndIfAbandoned(ended), null, AbandonedInterval, AbandonedInterval) : null;
        var avro = new AvroValueReader(new StoredSchemas(store, TimeProvider.System));
        using var key = new BytesMember("key", request.Key, avro);
        using var value = new BytesMember("value", request.Value, avro);
        IRecordFormat format = RecordFormats.Create(request, path.Topic, path.Partition, key, value);
        var printer = new RecordPrinter(file is null ? standardOutput : file, format);
        try
        {
            await ReadAsync(
                new ArchiveReading(store, EntriesOf(store, catalog), path, request, printer, Console.Error),
                file is not null,
                ended.Token
            );
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // Waiting is ended so. What was printed is whole records, but of a file nobody could tell that some are missing.
            if (file is not null && !request.Wait)
                throw new CommandFailedException($"stopped after {printer.Count} records; {request.Output} was not written.");
        }
        catch (BrokenPipeException)
        {
            // Nobody reads any more.
        }

        file?.Complete();
    }

    private static async Task ReadAsync(ArchiveReading reading, bool showsProgress, CancellationToken cancellationToken)
    {
        bool shows = showsProgress && ProgressDisplay.IsShown;
        Task run = reading.RunAsync(measure: shows, cancellationToken);
        if (!shows)
        {
            await run;
            return;
        }

        await ProgressDisplay.ShowAsync(
            () =>
            {
                (long done, long total) = reading.Progress.Now;
                return new ProgressNow("reading", "offset", done, total);
            },
            run
        );
    }

    private static IArchiveEntries EntriesOf(IObjectReader store, MySqlCatalog? catalog)
    {
        var locator = new ArchiveLocator(store);
        return catalog is null
            ? locator
            : new CatalogLookup(catalog, locator, e => Console.Error.WriteLine($"note: {e.Message} The store is listed instead."));
    }

    // A reader that has gone would otherwise be noticed only at the next record, which may be hours away.
    private void EndIfAbandoned(CancellationTokenSource ended)
    {
        if (standardOutput.IsAbandoned)
            ended.Cancel();
    }
}
