using System.Net;
using System.Net.Sockets;

namespace KafkaStore.Stores.Tests.Catalog;

/// <summary>A line to a server, without TLS, that a test can make odd.</summary>
internal sealed class MySqlLine : IAsyncDisposable
{
    private const int CapabilityTls = 0x08; // of the second of the greeting's capability bytes

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly int serverPort;
    private readonly Task accepting;
    private volatile bool silent;

    /// <param name="serverPort">0 for none: whoever connects hears nothing.</param>
    public MySqlLine(int serverPort)
    {
        this.serverPort = serverPort;
        silent = serverPort == 0;
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>From the first statement with these words on the server is not heard any more; null for never.</summary>
    public string? SilentFrom { get; set; }

    /// <summary>The server seems to know no TLS.</summary>
    public bool HidesTls { get; init; }

    public string UrlOf(string url) => $"{url[..(url.LastIndexOf(':') + 1)]}{Port}{url[url.LastIndexOf('/')..]}?ssl-mode=disabled";

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Dispose();
        await accepting;
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
                connections.Add(RelayAsync(await listener.AcceptTcpClientAsync(stop.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                if (serverPort == 0)
                    await Task.Delay(Timeout.Infinite, stop.Token);
                await server.ConnectAsync(IPAddress.Loopback, serverPort, stop.Token);
                await Task.WhenAll(CopyAsync(client, server, toServer: true), CopyAsync(server, client, toServer: false));
            }
            catch (Exception exception)
                when (exception
                        is IOException
                            or SocketException
                            or OperationCanceledException
                            or ObjectDisposedException
                            or InvalidOperationException
                )
            {
                // The test is over, or one of the two went away.
            }
        }
    }

    private async Task CopyAsync(TcpClient from, TcpClient to, bool toServer)
    {
        byte[] bytes = new byte[64 * 1024];
        bool first = true;
        int read;
        while ((read = await from.GetStream().ReadAsync(bytes, stop.Token)) > 0)
        {
            if (
                toServer
                && SilentFrom is { } words
                && Encoding.UTF8.GetString(bytes, 0, read).Contains(words, StringComparison.OrdinalIgnoreCase)
            )
            {
                silent = true;
            }

            if (!toServer && first && HidesTls)
                bytes[Array.IndexOf(bytes, (byte)0, 5) + 15] &= unchecked((byte)~CapabilityTls);
            first = false;
            if (toServer || !silent)
                await to.GetStream().WriteAsync(bytes.AsMemory(0, read), stop.Token);
        }

        to.Close();
    }
}
