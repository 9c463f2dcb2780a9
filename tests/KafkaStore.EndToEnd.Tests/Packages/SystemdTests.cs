using System.Net.Sockets;

namespace KafkaStore.EndToEnd.Tests.Packages;

/// <summary>The unit, and what the program tells whoever started it by one.</summary>
public sealed class SystemdTests : IDisposable
{
    private static readonly string Unit = Repository.PathOf("packaging/systemd/kafka-store.service");

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task ItSaysThatItIsReadyWhenItArchivesAndThatItStops()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        string path = folder.Below("notify");
        socket.Bind(new UnixDomainSocketEndPoint(path));
        await using var broker = KafkaStoreProcess.Start("dev-broker", "--sample");
        await broker.UntilAsync(said => said.Output.Contains("RECORDS="));
        string address = broker.Output.Split('\n')[0]["BROKERS=".Length..];
        var environment = new Dictionary<string, string> { ["NOTIFY_SOCKET"] = path };

        await using var archiver = KafkaStoreProcess.Start(environment, Following(address, "sample", folder.Below("archive")));

        Assert.Equal("READY=1", await NextAsync(socket));
        await archiver.SignalAsync("TERM");
        Assert.Equal("STOPPING=1", await NextAsync(socket));
        Assert.Equal(0, (await archiver.WaitAsync(TimeSpan.FromSeconds(15))).ExitCode);
    }

    [ProgramFact("systemd-analyze")]
    public async Task TheUnitIsSoundAndExposesLittle()
    {
        // It looks whether the program is there.
        string program = folder.Below("kafka-store");
        File.CreateSymbolicLink(program, "/bin/true");
        string unit = folder.Below("kafka-store.service");
        await File.WriteAllTextAsync(
            unit,
            (await File.ReadAllTextAsync(Unit)).Replace("/usr/local/bin/kafka-store", program, StringComparison.Ordinal)
        );

        ToolRun verified = await ToolRun.RunAsync("systemd-analyze", ["verify", unit]);
        Assert.Equal((0, ""), (verified.ExitCode, verified.Errors));

        ToolRun rated = await ToolRun.RunAsync("systemd-analyze", ["security", "--offline=true", "--threshold=20", "--no-pager", unit]);
        Assert.True(rated.ExitCode == 0, rated.Output + rated.Errors);
    }

    private static async Task<string> NextAsync(Socket socket)
    {
        byte[] message = new byte[256];
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        int length = await socket.ReceiveAsync(message, patience.Token);
        return Encoding.UTF8.GetString(message, 0, length);
    }
}
