namespace KafkaStore.Tests.Support;

/// <summary>
/// Stands between a store and its service on 127.0.0.1: remembers every request, and breaks the ones that a test chooses.
/// Heads and bodies go through as they are, so signatures stay valid.
/// </summary>
public sealed class FaultyProxy : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<ProxiedRequest> requests = [];
    private readonly int servicePort;
    private readonly Task accepting;
    private long returnedBytes;

    /// <param name="servicePort">Of the service, on 127.0.0.1.</param>
    public FaultyProxy(int servicePort)
    {
        this.servicePort = servicePort;
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>Asked as each request's head has come; null lets it pass.</summary>
    public Func<ProxiedRequest, ProxyFault?>? Fault { get; set; }

    /// <summary>All so far, in the order in which their heads came.</summary>
    public IReadOnlyList<ProxiedRequest> Requests => [.. requests];

    /// <summary>Bytes of the answers' bodies so far, listings' left out.</summary>
    public long ReturnedBytes => Interlocked.Read(ref returnedBytes);

    /// <summary>Forgets the requests and bytes so far.</summary>
    public void Clear()
    {
        requests.Clear();
        Interlocked.Exchange(ref returnedBytes, 0);
    }

    /// <summary>The next requests that match go wrong, this many of them.</summary>
    public void Break(ProxyFault fault, Func<ProxiedRequest, bool>? which = null, int times = int.MaxValue) =>
        Fault = request => which?.Invoke(request) != false && Interlocked.Decrement(ref times) >= 0 ? fault : null;

    /// <summary>Refuses connections from now on.</summary>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await accepting;
    }

    internal ProxyFault? Choose(ProxiedRequest request)
    {
        requests.Enqueue(request);
        return Fault?.Invoke(request);
    }

    internal void Returned(ProxiedRequest request, int bytes)
    {
        if (!request.IsListing)
            Interlocked.Add(ref returnedBytes, bytes);
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                TcpClient client = await listener.AcceptTcpClientAsync(stop.Token);
                connections.Add(Task.Run(() => ServeAsync(client)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        using (var service = new TcpClient { NoDelay = true })
        {
            try
            {
                client.NoDelay = true;
                await service.ConnectAsync(IPAddress.Loopback, servicePort, stop.Token);
                await new ProxyConnection(this, new HttpWire(client.GetStream()), new HttpWire(service.GetStream())).RunAsync(stop.Token);
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
            {
                // One of the two went away, or the test is over.
            }
        }
    }
}
