using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KafkaStore.Scripted.Log;
using KafkaStore.Scripted.Topics;

namespace KafkaStore.EndToEnd.Tests.States;

/// <summary>
/// The built archiver at a terminal, with HTTP and metrics on, and what an operator sees of it: the live view, the page,
/// <c>kafka-store status</c> and a scrape. With <c>KAFKASTORE_CAPTURES=DIR</c> all that was seen is kept there.
/// </summary>
internal sealed partial class BrokenRun : IAsyncDisposable
{
    private const string Token = "0123456789abcdef";

    private static readonly string? Captures = Environment.GetEnvironmentVariable("KAFKASTORE_CAPTURES");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    private readonly PageSession page;
    private readonly string name;
    private readonly string[] stores;
    private readonly TemporaryFolder folder = new();
    private readonly HttpClient client = new();
    private Terminal? terminal;
    private int records;

    /// <param name="name">Of what is captured.</param>
    /// <param name="archive">Null for a folder of its own.</param>
    /// <param name="mirror">Null for none.</param>
    public BrokenRun(PageSession page, string name, string? archive = null, string? mirror = null)
    {
        this.page = page;
        this.name = name;
        Archive = archive ?? Path.Combine(folder.Path, "archive");
        stores = ["--local-store", Archive, .. mirror is null ? Array.Empty<string>() : ["--local-store", mirror]];
    }

    public ScriptedBroker Broker { get; } = ScriptedBroker.Start();

    public string Archive { get; }

    private string Address => client.BaseAddress!.ToString();

    /// <summary>Starts it over a topic with files of 100 records, and waits until that is archived.</summary>
    public async Task StartAsync(params string[] more)
    {
        Append(Broker.CreateTopic("orders"), 550);
        terminal = Terminal.Start(
            120,
            40,
            [
                .. Words($"--broker-list {Broker.Bootstrap} --topic orders --group archiver --offset-reset earliest --file-records 100"),
                .. Words($"--settling-seconds 1 --http-port 0 --http-token {Token}"),
                .. stores,
                .. more,
            ]
        );
        await terminal.UntilAsync(shown => shown.Split(KafkaStoreProcess.ServedOn) is [_, var rest, ..] && rest.Contains('\n'));
        client.BaseAddress = KafkaStoreProcess.AddressIn(terminal.Shown);
        client.DefaultRequestHeaders.Authorization = new("Bearer", Token);
        await LiveAsync(["up to date", "lag 50"], ["starting"]);
    }

    /// <summary>Adds records to the topic that there is now.</summary>
    public void Append(int count) => Append(Broker.Find("orders")!, count);

    /// <summary>Waits until all four say what is wrong and what to do, and none what it must not.</summary>
    public async Task SeesAsync(string moment, Seen seen)
    {
        string frame = await LiveAsync(seen.Live, seen.NotLive);
        PrometheusText scrape = await ScrapeAsync(seen.Metrics);
        ToolRun status = await StatusAsync(seen);
        await PageAsync(moment, seen.Page, seen.NotPage);
        await ApiAsync(seen.Api);
        Keep(moment, "live.txt", frame);
        Keep(moment, "status.txt", status.Output);
        Keep(moment, "metrics.txt", Lines(scrape, seen.Metrics));
    }

    /// <summary>Does something on the page; <c>states.mjs</c> has what can be done.</summary>
    public Task ActAsync(string act, string moment) =>
        page.AskAsync(
            new
            {
                address = Address,
                token = Token,
                act,
                screenshot = PictureOf(moment),
            }
        );

    public async ValueTask DisposeAsync()
    {
        if (client.BaseAddress is not null)
            await page.AskAsync(new { address = Address, close = true });
        if (terminal is not null)
            await terminal.DisposeAsync();
        client.Dispose();
        await Broker.DisposeAsync();
        folder.Dispose();
    }

    private void Append(Topic topic, int count)
    {
        int first = records;
        topic[0].Fill(count, i => LogRecord.Of($"order {first + i}", new string((char)('a' + (i % 26)), 200)));
        records += count;
    }

    // The view is drawn anew each second: what it showed last is what stands behind its title.
    private async Task<string> LiveAsync(string[] texts, string[] absent)
    {
        string frame = "";
        await UntilAsync(
            () =>
            {
                string shown = terminal!.Shown;
                int at = shown.LastIndexOf("orders → ", StringComparison.Ordinal);
                frame = at < 0 ? "" : Codes().Replace(shown[at..], "").Replace("\r", "", StringComparison.Ordinal).TrimEnd();
                return Task.FromResult(Matches(frame, texts, absent));
            },
            () => $"The live view lacks {string.Join(" | ", texts)} or has {string.Join(" | ", absent)}:\n{frame}"
        );
        return frame;
    }

    private async Task<PrometheusText> ScrapeAsync(Metric[] metrics)
    {
        var scrape = PrometheusText.Parse("\n");
        await UntilAsync(
            async () =>
            {
                scrape = PrometheusText.Parse(await client.GetStringAsync("metrics"));
                return metrics.All(metric =>
                    scrape.Samples.Any(each => each.Name == metric.Name) && metric.IsRight(scrape.Sum(metric.Name, metric.Labels))
                );
            },
            () => $"Not all is right of {string.Join(" | ", metrics.Select(metric => metric.Name))}:\n{Lines(scrape, metrics)}"
        );
        return scrape;
    }

    private async Task<ToolRun> StatusAsync(Seen seen)
    {
        ToolRun run = new(0, "", "");
        await UntilAsync(
            async () =>
            {
                run = await KafkaStoreProcess.RunAsync(["status", .. stores, "--broker-list", Broker.Bootstrap]);
                return run.ExitCode == seen.StatusCode && Matches(run.Output, seen.Status, seen.NotStatus);
            },
            () =>
                $"status lacks {string.Join(" | ", seen.Status)}, or its exit code is not {seen.StatusCode}:\n{run.ExitCode}\n{run.Output}{run.Errors}"
        );
        return run;
    }

    private async Task ApiAsync(string[] members)
    {
        string text = "";
        await UntilAsync(
            async () =>
            {
                text = await client.GetStringAsync("api/status");
                return members.All(member => JsonNode.Parse(text) is { } && text.Contains($"\"{member}\":", StringComparison.Ordinal));
            },
            () => $"api/status lacks {string.Join(" | ", members)}:\n{text}"
        );
    }

    private Task PageAsync(string moment, string[] texts, string[] absent) =>
        page.AskAsync(
            new
            {
                address = Address,
                token = Token,
                texts,
                absent,
                screenshot = PictureOf(moment),
            }
        );

    private string? PictureOf(string moment) => Captures is null ? null : Path.Combine(Captures, $"{name}-{moment}.png");

    private void Keep(string moment, string what, string text)
    {
        if (Captures is not null)
            File.WriteAllText(Path.Combine(Captures, $"{name}-{moment}-{what}"), text);
    }

    // Lines are broken to fit.
    private static bool Matches(string shown, string[] texts, string[] absent)
    {
        string plain = Blanks().Replace(shown, " ");
        return texts.All(text => plain.Contains(text, StringComparison.Ordinal))
            && !absent.Any(text => plain.Contains(text, StringComparison.Ordinal));
    }

    private static string Lines(PrometheusText scrape, Metric[] metrics) =>
        string.Join('\n', scrape.Samples.Where(each => metrics.Any(metric => metric.Name == each.Name)).Select(Line));

    private static string Line(PrometheusText.Sample sample) =>
        $"{sample.Name}{{{string.Join(',', sample.Labels.Where(label => label.Key != "otel_scope_name").Select(label => $"{label.Key}=\"{label.Value}\""))}}} {sample.Value}";

    /// <summary>Waits until a file is there.</summary>
    public static Task UntilThereAsync(string path) => UntilAsync(() => Task.FromResult(File.Exists(path)), () => $"There is no {path}.");

    private static async Task UntilAsync(Func<Task<bool>> isSo, Func<string> otherwise)
    {
        var waited = Stopwatch.StartNew();
        while (!await isSo())
        {
            Assert.True(waited.Elapsed < Patience, otherwise());
            await Task.Delay(200);
        }
    }

    [GeneratedRegex("\e(\\[[0-9;?]*[A-Za-z]|[=>])")]
    private static partial Regex Codes();

    [GeneratedRegex("\\s+")]
    private static partial Regex Blanks();
}
