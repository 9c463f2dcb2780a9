using KafkaStore.Hosting;
using KafkaStore.LocalHost;
using KafkaStore.LocalHost.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace KafkaStore.Benchmarks.Reading;

/// <summary>The archive served by a process of its own, so that its memory is nobody else's.</summary>
internal sealed class ServerProcess : IDisposable
{
    public const string Token = "benchmark";

    private readonly Process process;

    private ServerProcess(Process process, Uri address)
    {
        this.process = process;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>Physical memory in use, in bytes.</summary>
    public long WorkingSetBytes
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    public static ServerProcess Start(string folder)
    {
        string parent = Path.GetDirectoryName(folder)!;
        var start = new ProcessStartInfo(Environment.ProcessPath!, [.. Assembly(), "reading", "serve", parent])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        Process process = Process.Start(start)!;
        return new ServerProcess(
            process,
            new Uri(process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The server did not start."))
        );
    }

    /// <summary>What the other process does, until its input ends.</summary>
    public static async Task RunAsync(string folder)
    {
        LocalReader reader = await LocalReader.StartAsync(
            StoreLocation.Local(folder),
            StoreSettings.Default,
            new HttpServerOptions(0) { Token = Token },
            NullLoggerFactory.Instance,
            CancellationToken.None
        );
        await using (reader)
        {
            Console.WriteLine(reader.Server.Address.ToString());
            await Console.In.ReadToEndAsync();
        }
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }

    // Run by dotnet, the program is dotnet's first argument.
    private static string[] Assembly() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(ServerProcess).Assembly.Location] : [];
}
