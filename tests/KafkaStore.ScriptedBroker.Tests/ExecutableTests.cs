using System.Diagnostics;

namespace KafkaStore.Scripted.Tests;

public sealed class ExecutableTests
{
    [Fact]
    public async Task EndlessTopicsAreServedByTheExecutableToo()
    {
        using Process broker = Start("--topic", "orders:2:1000:50", "--topic", "empty:1:0:10", "--release", "fetchesByName");
        string brokers = (await broker.StandardOutput.ReadLineAsync())!["BROKERS=".Length..];
        using IConsumer<byte[], byte[]> consumer = new ConsumerBuilder<byte[], byte[]>(
            new ConsumerConfig
            {
                BootstrapServers = brokers,
                GroupId = "tests",
                EnablePartitionEof = true,
            }
        ).Build();
        consumer.Assign([new TopicPartitionOffset("orders", 1, 990), new TopicPartitionOffset("empty", 0, 0)]);
        int records = 0;
        for (int ends = 0; ends < 2; )
        {
            ConsumeResult<byte[], byte[]> next = consumer.Consume(TimeSpan.FromSeconds(20));
            ends += next.IsPartitionEOF ? 1 : 0;
            records += next.IsPartitionEOF ? 0 : 1;
        }

        Assert.Equal(10, records);
        using (Process.Start("kill", ["-TERM", $"{broker.Id}"]))
            await broker.WaitForExitAsync();
        Assert.StartsWith("sent ", await broker.StandardOutput.ReadToEndAsync());
        Assert.Equal(0, broker.ExitCode);
    }

    [Theory]
    [InlineData("--topic", "orders:2")]
    [InlineData("--topic", "orders:0:1:1")]
    [InlineData("--release", "none")]
    [InlineData("--what")]
    [InlineData]
    public async Task WhatIsTypedWrongIsRefused(params string[] arguments)
    {
        using Process broker = Start(arguments);
        Assert.StartsWith("error: ", await broker.StandardError.ReadToEndAsync());
        await broker.WaitForExitAsync();
        Assert.Equal(2, broker.ExitCode);
    }

    private static Process Start(params string[] arguments) =>
        Process.Start(
            new ProcessStartInfo("dotnet", [typeof(ScriptedBroker).Assembly.Location, .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
}
