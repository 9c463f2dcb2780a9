using System.Runtime.Versioning;
using KafkaStore.Scripted.Log;
using KafkaStore.Scripted.Topics;

namespace KafkaStore.EndToEnd.Tests.Pages;

/// <summary>A broker and a folder where the book's commands run: <c>kafka-store</c> is the built program, on the PATH and there.</summary>
[UnsupportedOSPlatform("windows")]
public abstract class PageRun : IAsyncLifetime, IDisposable
{
    /// <summary>Options of a run that ends with what is there now, all of it archived.</summary>
    protected const string ToTheEnd = "--exit-at-end --close-at-end --settling-seconds 1";

    private readonly TemporaryFolder programs = new();
    private readonly TemporaryFolder folder = new();

    protected ScriptedBroker Broker { get; } = ScriptedBroker.Start();

    protected string Place => folder.Path;

    protected string Below(string name) => folder.Below(name);

    public Task InitializeAsync()
    {
        AddProgram("kafka-store", "\"$@\"");
        AddProgram("kafka-store-reader", "kafka-store-reader \"$@\"");
        File.CreateSymbolicLink(folder.Below("kafka-store"), programs.Below("kafka-store"));
        File.CreateSymbolicLink(folder.Below("kafka-store-reader"), programs.Below("kafka-store-reader"));
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await Broker.DisposeAsync();
        Assert.Empty(Broker.Problems);
    }

    public void Dispose()
    {
        folder.Dispose();
        programs.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>A topic of records from noon of the first of March 2026 on, a second apart.</summary>
    protected Topic CreateTopic(string name, int partitions, int records)
    {
        long noon = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
        Topic topic = Broker.CreateTopic(name, partitions);
        for (int partition = 0; partition < partitions; partition++)
        {
            topic[partition]
                .Append([.. Enumerable.Range(0, records).Select(i => LogRecord.Of($"k{i}", $$"""{"n":{{i}}}""", noon + i * 1000L))]);
        }

        return topic;
    }

    /// <summary>Archives all of the topic <c>orders</c> into the folder <c>archive</c>.</summary>
    protected async Task ArchiveAsync() => (await RunAsync("kafka-store " + Archiving())).Succeed();

    /// <summary>Options that do so.</summary>
    protected string Archiving(string stores = "--local-store archive") =>
        $"--broker-list {Broker.Bootstrap} --topic orders --group archive {stores} --offset-reset earliest {ToTheEnd}";

    /// <summary>The blocks of that name as one script, with another place for each that they name.</summary>
    protected static string Script(string name, params (string Named, string Here)[] places) =>
        Replaced(string.Concat(Book.Run(name)), places);

    /// <summary>With another place for each that the text names.</summary>
    protected static string Replaced(string text, params (string Named, string Here)[] places)
    {
        foreach ((string named, string here) in places)
        {
            Assert.Contains(named, text);
            text = text.Replace(named, here, StringComparison.Ordinal);
        }

        return text;
    }

    /// <inheritdoc cref="ToolRun.BashAsync"/>
    protected Task<ToolRun> RunAsync(string lines, IReadOnlyDictionary<string, string>? environment = null) =>
        ToolRun.BashAsync(lines, Place, EnvironmentWith(environment ?? new Dictionary<string, string>()));

    private Dictionary<string, string> EnvironmentWith(IReadOnlyDictionary<string, string> more) =>
        new(more) { ["PATH"] = $"{programs.Path}:{Environment.GetEnvironmentVariable("PATH")}", ["HOME"] = Place };

    private void AddProgram(string name, string arguments)
    {
        File.WriteAllText(programs.Below(name), $"#!/bin/sh\nexec dotnet '{KafkaStoreProcess.Program}' {arguments}\n");
        File.SetUnixFileMode(programs.Below(name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
