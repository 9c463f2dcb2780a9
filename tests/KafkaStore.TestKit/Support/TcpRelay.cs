namespace KafkaStore.Tests.Support;

/// <summary>
/// A line to a server on 127.0.0.1 that a test can cut: what is on its way is lost, so that nobody knows what the server
/// still did, and new connections are refused until it is mended, on the same port.
/// </summary>
public sealed class TcpRelay : IAsyncDisposable
{
    private readonly int serverPort;
    private TcpListener listener = new(IPAddress.Loopback, 0);
    private CancellationTokenSource cut = new();
    private Task accepting;

    /// <param name="serverPort">Of the server.</param>
    public TcpRelay(int serverPort)
    {
        this.serverPort = serverPort;
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        accepting = AcceptAsync(listener, cut.Token);
    }

    public int Port { get; }

    public async Task CutAsync()
    {
        await cut.CancelAsync();
        listener.Dispose();
        await accepting;
        cut.Dispose();
    }

    public void Mend()
    {
        listener = new TcpListener(IPAddress.Loopback, Port);
        listener.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        listener.Start();
        cut = new CancellationTokenSource();
        accepting = AcceptAsync(listener, cut.Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (!accepting.IsCompleted)
            await CutAsync();
    }

    private async Task AcceptAsync(TcpListener from, CancellationToken until)
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                TcpClient client = await from.AcceptTcpClientAsync(until);
                connections.RemoveAll(connection => connection.IsCompleted);
                connections.Add(RelayAsync(client, until));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task RelayAsync(TcpClient client, CancellationToken until)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                client.NoDelay = server.NoDelay = true;
                await server.ConnectAsync(IPAddress.Loopback, serverPort, until);
                Task there = CopyAsync(client.GetStream(), server, until);
                Task back = CopyAsync(server.GetStream(), client, until);
                await Task.WhenAll(there, back);
            }
            catch (Exception exception)
                when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // Cut, or one of the two went away.
            }
            finally
            {
                client.LingerState = new LingerOption(true, 0); // a reset, not an end
            }
        }
    }

    private static async Task CopyAsync(NetworkStream from, TcpClient to, CancellationToken until)
    {
        await from.CopyToAsync(to.GetStream(), until);
        to.Client.Shutdown(SocketShutdown.Send);
    }
}
