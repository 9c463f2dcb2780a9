using System.Diagnostics;
using System.Text.RegularExpressions;
using Azure.Storage;
using Azure.Storage.Blobs;

namespace KafkaStore.Tests.Support;

/// <summary>
/// One Azurite for all tests of the process, in memory, blobs, queues and tables each on a free port. It ends with the
/// process, however that ends: it stops when its standard input closes.
/// </summary>
public sealed partial class Azurite
{
    public const string Account = "devstoreaccount1";

    public const string ConnectionString = "UseDevelopmentStorage=true";

    /// <summary>Public knowledge: every emulator of the service has it.</summary>
    public const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static readonly Lazy<Task<Azurite>> Shared = new(StartAsync);

    private const string Script = "azurite/dist/src/azurite.js";

    private readonly Process process;
    private readonly BlobServiceClient service;

    private Azurite(Process process, IReadOnlyDictionary<string, int> ports)
    {
        this.process = process;
        Port = ports["Blob"];
        AccountConnectionString =
            $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};"
            + string.Concat(ports.Select(service => $"{service.Key}Endpoint=http://127.0.0.1:{service.Value}/{Account};"));
        service = new BlobServiceClient(new Uri(UrlOf("")), new StorageSharedKeyCredential(Account, Key));
    }

    public static bool IsInstalled => NodeTools.IsInstalled(Script);

    /// <summary>Of the blobs.</summary>
    public int Port { get; }

    /// <summary>For clients that use queues and tables too; <see cref="ConnectionString"/> has the key alone, for those that bring a URL.</summary>
    public string AccountConnectionString { get; }

    public static Task<Azurite> SharedAsync() => Shared.Value;

    /// <summary>Where a container is.</summary>
    /// <param name="container">Its name, with a prefix behind it or not.</param>
    /// <param name="port">Azurite's; or a proxy's before it.</param>
    public string UrlOf(string container, int? port = null) => $"http://127.0.0.1:{port ?? Port}/{Account}/{container}".TrimEnd('/');

    /// <summary>An empty container of the test's own.</summary>
    public async Task<BlobContainerClient> CreateContainerAsync() =>
        (await service.CreateBlobContainerAsync($"test-{Guid.NewGuid():N}")).Value;

    /// <summary>It answers nothing until it is resumed, but keeps its port and connections.</summary>
    public Task SuspendAsync() => ToolRun.SignalAsync(process.Id, "STOP");

    public Task ResumeAsync() => ToolRun.SignalAsync(process.Id, "CONT");

    private static async Task<Azurite> StartAsync()
    {
        string folder = Directory.CreateTempSubdirectory("kafka-store-azurite-").FullName;
        string stop = Path.Combine(folder, "stop-with-parent.js");
        await File.WriteAllTextAsync(stop, "process.stdin.on('end', () => process.exit(0)).resume();");
        var start = new ProcessStartInfo("node")
        {
            ArgumentList =
            {
                "-r",
                stop,
                NodeTools.Find(Script),
                "--blobPort",
                "0",
                "--queuePort",
                "0",
                "--tablePort",
                "0",
                "--inMemoryPersistence",
                "--skipApiVersionCheck",
                "--disableTelemetry",
                "--silent",
            },
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        Process process = Process.Start(start)!;
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            process.Kill();
            Directory.Delete(folder, recursive: true);
        };
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var ports = new Dictionary<string, int>();
        while (await process.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
        {
            if (Listening().Match(line) is { Success: true } match)
                ports.Add(match.Groups[1].Value, int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture));
            if (ports.Count == 3)
            {
                _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
                return new Azurite(process, ports);
            }
        }

        throw new InvalidOperationException("Azurite ended before it listened.");
    }

    [GeneratedRegex(@"^Azurite (Blob|Queue|Table) service is successfully listening at http://127\.0\.0\.1:(\d+)$")]
    private static partial Regex Listening();
}
