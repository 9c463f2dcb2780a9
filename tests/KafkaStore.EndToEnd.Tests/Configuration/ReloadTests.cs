using KafkaStore.Scripted.Log;

namespace KafkaStore.EndToEnd.Tests.Configuration;

/// <summary>A configuration file that is changed while the program runs with it.</summary>
public sealed class ReloadTests : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kafka-store-reload-");
    private readonly ScriptedBroker broker = ScriptedBroker.Start();

    public Task InitializeAsync()
    {
        foreach (string topic in (string[])["orders", "payments"])
            broker.CreateTopic(topic, partitions: 1)[0].Append(LogRecord.Numbered(30));
        Write("[orders]");
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await broker.DisposeAsync();
        Assert.Empty(broker.Problems);
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task WhatIsSafeIsTakenUpAndTheRestRefusedAsAWhole()
    {
        (int early, _, string nobody) = await RunAsync("config", "reload");
        Assert.Equal(1, early);
        Assert.Contains("no archiver that was started with a configuration file uses the state folder", nobody);

        await using var run = KafkaStoreProcess.Start(folder.FullName, [], []);
        await run.UntilAsync(archiver => archiver.Errors.Contains("Consuming from partitions: orders-0"));

        // By the command, which waits for what comes of it.
        Write("[orders, payments]");
        (int exitCode, string output, string errors) = await RunAsync("config", "reload");
        Assert.Equal((0, "kafka-store.yaml: archived from now on: payments.\n"), (exitCode, output));
        await run.UntilAsync(_ => File.Exists(Archived("payments", 20)));

        Write("[orders, nowhere]", "archive, copy", "other");
        (exitCode, output, errors) = await RunAsync("config", "reload");
        Assert.Equal((2, ""), (exitCode, output));
        Assert.Equal(
            """
            error: kafka-store.yaml:3:10: kafka.group can't change while the archiver runs: stop it and start it again.
            error: kafka-store.yaml:4:10: stores can't change while the archiver runs: stop it and start it again.

            """,
            errors
        );
        Write("[orders]", "archive-2");
        (exitCode, _, errors) = await RunAsync("config", "reload");
        Assert.Equal(1, exitCode);
        Assert.Contains("where the file names another archive or state-dir than before, stop the archiver and start it again", errors);
        Write("[payments, nowhere]");
        (exitCode, output, errors) = await RunAsync("config", "reload");
        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains("has no topic nowhere. Check topics, or create the topic first.", errors);

        // By the signal, whose answer is in the log.
        Write("{nothing}");
        await run.SignalAsync("HUP");
        await run.UntilAsync(archiver => archiver.Errors.Contains("kafka-store.yaml was read again and is not taken up"));
        Write("[payments]");
        await run.SignalAsync("HUP");
        await run.UntilAsync(archiver => archiver.Errors.Contains("kafka-store.yaml was read again: not archived any more: orders."));

        await run.SignalAsync("TERM");
        Assert.Equal(0, (await run.WaitAsync(TimeSpan.FromSeconds(20))).ExitCode);
        Assert.False(Directory.Exists(Path.Combine(folder.FullName, "archive-2")));
        (int ended, _, _) = await RunAsync("config", "reload");
        Assert.Equal(1, ended);
    }

    private string Archived(string topic, long offset) => Path.Combine(folder.FullName, $"archive/{topic}/000000/{offset:D20}");

    private void Write(string topics, string archive = "archive", string group = "group") =>
        File.WriteAllText(
            Path.Combine(folder.FullName, "kafka-store.yaml"),
            $$"""
            kafka:
              brokers: {{broker.Bootstrap}}
              group: {{group}}
            stores: [{{archive}}]
            topics: {{topics}}
            defaults: {file-records: 10, offset-reset: earliest}
            """
        );

    private Task<ToolRun> RunAsync(params string[] arguments) => KafkaStoreProcess.RunInAsync(folder.FullName, [], arguments);
}
