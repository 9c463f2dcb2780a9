using System.Net.Sockets;

namespace KafkaStore.Tests.Http;

/// <summary>
/// An archive in a folder, served to clients that mean no good. A few seconds; with <c>KAFKASTORE_HOSTILE=long</c> as many connections and
/// aborted requests as the audit had.
/// </summary>
public sealed class HostileClientTests : IAsyncLifetime, IDisposable
{
    private const string Secret = "what lies beside the archive";
    private const string Get =
        "GET /" + HttpArchive.Orders3 + "/records HTTP/1.1\r\nHost: localhost\r\nx-functions-key: " + HttpArchive.Token;

    private static readonly bool IsLong = Environment.GetEnvironmentVariable("KAFKASTORE_HOSTILE") == "long";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder folder = new();
    private HttpArchive? served;

    private HttpArchive Served => served!;

    public async Task InitializeAsync()
    {
        RangeArchive archive = await RangeArchive.MakeAsync(91, 3);
        var store = new LocalObjectStore(folder.Below("archive"));
        Directory.CreateDirectory(folder.Below("archive"));
        foreach (string name in archive.Store.Names)
            await store.CreateAsync(name, ObjectContent.FromBytes(archive.Store.BytesOf(name)), default);
        string[] markers = ["~kafka-store/staging.json", "~kafka-store/orders/start.json", "~kafka-store/state/staged/orders/000003/1"];
        foreach (string marker in markers)
            await store.CreateAsync(marker, ObjectContent.FromBytes(Encoding.UTF8.GetBytes(Secret)), default);
        await File.WriteAllTextAsync(folder.Below("000003"), Secret);
        served = await HttpArchive.StartAsync(store);
    }

    public async Task DisposeAsync() => await Served.DisposeAsync();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task NoRequestGetsWhatIsNotItsOrBreaksAnything()
    {
        (string Kind, string Request)[] requests = [.. HostileRequests.All()];
        Assert.Equal(306, requests.Length);
        foreach ((string kind, string request) in requests)
        {
            string answer = await SendAsync(request);
            string asked =
                $"{kind}: {request.Split("\r\n")[0]}\n{request.Split("\r\n").ElementAtOrDefault(3)}\n-> {answer.Split("\r\n")[0]}";
            string[] allowed = kind switch
            {
                "key" => ["400", "401"],
                "header" => ["200", "400", "406"],
                "framing" => ["", "200", "400", "431", "505"],
                "path" => ["200", "302", "400", "404"],
                "topic" => ["400", "404", "414"],
                "partition" => ["200", "400", "404"],
                _ => ["200", "400", "416"],
            };
            Assert.True(allowed.Contains(StatusOf(answer)), asked);
            Assert.False(answer.Contains(Secret, StringComparison.Ordinal), asked);
            Assert.False(answer.Contains(folder.Path, StringComparison.Ordinal), asked);
            Assert.True(answer.Split("HTTP/1.1 ").Length <= 2, asked);
            Assert.False(answer.Contains("   at ", StringComparison.Ordinal), asked);
            Assert.False(answer.Contains("X-Injected", StringComparison.Ordinal) && !answer.Contains('%'), asked);
        }

        Assert.Equal(0, Served.Loggers.Count("", LogLevel.Error));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync());
    }

    [Theory]
    [InlineData("HEAD")]
    [InlineData("OPTIONS")]
    [InlineData("TRACE")]
    [InlineData("POST")]
    [InlineData("DELETE")]
    [InlineData("PROPFIND")]
    public async Task NothingButGetIsAnswered(string method)
    {
        string answer = await SendAsync(Get.Replace("GET ", method + " ", StringComparison.Ordinal) + "\r\nConnection: close\r\n\r\n");
        Assert.True(StatusOf(answer) is "405" or "400" or "501", answer.Split("\r\n")[0]);
        Assert.DoesNotContain("Access-Control", answer);
    }

    [Theory]
    [InlineData("")]
    [InlineData("GET /api/topics HTTP/1.1\r\nHost: local")]
    public async Task ConnectionsThatSayNothingOrHalfAreEndedAndHinderNobody(string said)
    {
        int count = IsLong ? 500 : 100;
        var idle = new List<Socket>();
        try
        {
            for (int i = 0; i < count; i++)
                idle.Add(await ConnectAsync(said));
            for (int i = 0; i < 10; i++)
                Assert.Equal(HttpStatusCode.OK, await StatusAsync());
            if (!IsLong && said.Length == 0)
                return; // they are borne for 30 s
            await Task.WhenAll(idle.Select(EndAsync)).WaitAsync(Patience);
        }
        finally
        {
            idle.ForEach(socket => socket.Dispose());
        }
    }

    [Fact]
    public async Task RequestsThatAreAbortedLeaveNothing()
    {
        int count = IsLong ? 3000 : 200;
        int before = OpenDescriptors();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, count),
            new ParallelOptions { MaxDegreeOfParallelism = 20 },
            async (number, _) =>
            {
                using Socket socket = await ConnectAsync($"{Get}\r\n\r\n");
                if (number % 2 == 0)
                    socket.LingerState = new LingerOption(true, 0); // ends with RST
            }
        );
        await Waiting.UntilAsync(async () => OpenDescriptors() <= before + 10 && await StatusAsync() == HttpStatusCode.OK);
        Assert.Equal(0, Served.Loggers.Count("", LogLevel.Error));
    }

    [Fact]
    public async Task WaitersKeepNobodyFromReading()
    {
        RangeArchive archive = await RangeArchive.MakeAsync(91, 3);
        var waiting = new List<Socket>();
        try
        {
            for (int i = 0; i < 100; i++)
            {
                string request = Get.Replace("/records", $"/records?fromOffset={archive.End}&wait=60s", StringComparison.Ordinal);
                waiting.Add(await ConnectAsync($"{request}\r\n\r\n"));
            }

            // Each reads for a moment before it waits.
            await Waiting.UntilAsync(async () => await StatusAsync() == HttpStatusCode.OK);
        }
        finally
        {
            waiting.ForEach(socket => socket.Dispose());
        }
    }

    private static string StatusOf(string answer) =>
        answer.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) ? answer.Substring("HTTP/1.1 ".Length, 3) : "";

    private static int OpenDescriptors() => OperatingSystem.IsLinux() ? Directory.GetFileSystemEntries("/proc/self/fd").Length : 0;

    private async Task<HttpStatusCode> StatusAsync()
    {
        using HttpResponseMessage response = await Served.GetAsync($"{HttpArchive.Orders3}/records?limit=1").WaitAsync(Patience);
        return response.StatusCode;
    }

    private async Task<Socket> ConnectAsync(string said)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(Served.Address.Host, Served.Address.Port);
        if (said.Length > 0)
            await socket.SendAsync(Encoding.Latin1.GetBytes(said));
        return socket;
    }

    // Everything up to the connection's end, as text.
    private async Task<string> SendAsync(string request)
    {
        using Socket socket = await ConnectAsync(request);
        var answer = new MemoryStream();
        byte[] buffer = new byte[64 * 1024];
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            int read;
            while ((read = await socket.ReceiveAsync(buffer, limit.Token)) > 0 && answer.Length < 1_000_000)
                answer.Write(buffer, 0, read);
        }
        catch (SocketException)
        {
            // Some are answered with a reset.
        }

        return Encoding.Latin1.GetString(answer.ToArray());
    }

    private static async Task EndAsync(Socket socket)
    {
        byte[] buffer = new byte[1024];
        try
        {
            while (await socket.ReceiveAsync(buffer) > 0)
            {
                // A word on what was wrong may come first.
            }
        }
        catch (SocketException)
        {
            // Ended all the same.
        }
    }
}
