using KafkaStore.Catalog;
using static KafkaStore.Cli.Terminals.ShownFigures;

namespace KafkaStore.Cli.Catalog;

/// <summary><c>kafka-store catalog rebuild</c> and <c>check</c>.</summary>
/// <param name="url">Of the catalog.</param>
/// <param name="topics">Empty for all.</param>
/// <param name="json">Prints a document in place of lines.</param>
internal sealed class CatalogRun(
    MySqlCatalogUrl url,
    StoreLocation location,
    StoreSettings settings,
    IReadOnlyCollection<string> topics,
    bool json
)
{
    // A batch of rows may take the server a while, and nobody waits for anything else.
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(2);

    /// <returns>The exit code.</returns>
    public async Task<int> RebuildAsync(CancellationToken stopping)
    {
        using var catalog = new MySqlCatalog(url, TimeLimit);
        (CatalogComparison comparison, IObjectReader store) = await OpenAsync(catalog, stopping);
        var rebuild = new CatalogRebuild(comparison, catalog);
        await ShowAsync("rebuilding", comparison, rebuild.RunAsync(topics, stopping), stopping);
        ThrowIfNothing(comparison, store);
        string[] problems = [.. rebuild.Damaged.Select(damaged => damaged.ToString().ReplaceLineEndings(" ")), .. rebuild.Refused];
        foreach (string problem in problems)
            await Console.Error.WriteLineAsync($"error: {problem}");
        if (json)
        {
            JsonReport.Write(
                new
                {
                    Store = store.DisplayName,
                    Objects = comparison.TotalObjects,
                    rebuild.Added,
                    rebuild.Corrected,
                    rebuild.Removed,
                    rebuild.Same,
                    Problems = problems,
                }
            );
        }
        else
        {
            Console.WriteLine(
                $"{Count(comparison.TotalObjects, "object")} in {store.DisplayName}: {Count(rebuild.Added)} added, {Count(rebuild.Corrected)} corrected, "
                    + $"{Count(rebuild.Removed)} removed, {Count(rebuild.Same)} were right"
            );
        }

        return problems.Length == 0 ? 0 : CommandRunner.Failed;
    }

    /// <returns>The exit code.</returns>
    public async Task<int> CheckAsync(CancellationToken stopping)
    {
        using var catalog = new MySqlCatalog(url, TimeLimit);
        (CatalogComparison comparison, IObjectReader store) = await OpenAsync(catalog, stopping);
        var found = new List<CatalogFinding>();
        await ShowAsync("checking", comparison, CollectAsync(comparison, found, stopping), stopping);
        ThrowIfNothing(comparison, store);
        if (json)
            JsonReport.Write(Document(store, comparison, found));
        else
            Write(store, comparison, found);
        return found.Count == 0 ? 0 : CommandRunner.Failed;
    }

    private static object Document(IObjectReader store, CatalogComparison comparison, IEnumerable<CatalogFinding> found) =>
        new
        {
            Store = store.DisplayName,
            Objects = comparison.TotalObjects,
            Differences = found.Select(finding => new
            {
                Object = finding.Name.ToString(),
                finding.Kind,
                Text = finding.ToString().ReplaceLineEndings(" "),
            }),
        };

    private static void Write(IObjectReader store, CatalogComparison comparison, List<CatalogFinding> found)
    {
        foreach (CatalogFinding finding in found)
            Console.WriteLine(finding.ToString().ReplaceLineEndings(" "));
        Console.WriteLine(
            $"{Count(comparison.TotalObjects, "object")} in {store.DisplayName} compared, {Count(found.Count, "difference")}"
        );
    }

    private async Task CollectAsync(CatalogComparison comparison, List<CatalogFinding> found, CancellationToken stopping)
    {
        await foreach (CatalogFinding finding in comparison.RunAsync(topics, stopping))
        {
            if (finding.Kind != CatalogFindingKind.Same)
                found.Add(finding);
        }
    }

    private async Task<(CatalogComparison Comparison, IObjectReader Store)> OpenAsync(MySqlCatalog catalog, CancellationToken stopping)
    {
        IObjectReader store = await Stores.OpenForReadingAsync(location, settings, stopping);
        if (await catalog.CheckTablesAsync(stopping) is { } note)
            await Console.Error.WriteLineAsync($"note: {note}");
        return (new CatalogComparison(store, catalog), store);
    }

    private static async Task ShowAsync(string what, CatalogComparison comparison, Task work, CancellationToken stopping)
    {
        try
        {
            await ProgressDisplay.ShowAsync(() => new ProgressNow(what, "object", comparison.DoneObjects, comparison.TotalObjects), work);
        }
        catch (OperationCanceledException e) when (stopping.IsCancellationRequested)
        {
            throw new CommandFailedException(
                $"stopped after {Count(comparison.DoneObjects)} of {Count(comparison.TotalObjects, "object")}.",
                e
            );
        }
    }

    // A wrong path must not look like an archive whose rows are all to be removed.
    private void ThrowIfNothing(CatalogComparison comparison, IObjectReader store)
    {
        if (comparison.TotalObjects == 0)
        {
            throw new CommandFailedException(
                $"{store.DisplayName} holds no archive{(topics.Count == 0 ? "" : $" of {string.Join(", ", topics)}")}. Check where it is{(topics.Count == 0 ? "" : " and --topic")}."
            );
        }
    }
}
