using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace KafkaStore.Tests.Support;

/// <summary>Speaks TLS on 127.0.0.1 before a server there that does not.</summary>
public sealed class TlsProxy : IAsyncDisposable
{
    private readonly int serverPort;
    private readonly SslServerAuthenticationOptions options;
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ending = new();
    private readonly Task accepting;

    /// <param name="serverPort">Of the server.</param>
    /// <param name="certificate">With its key.</param>
    /// <param name="clients">Whose certificates clients have to show, directly or by way of another authority; null asks for none.</param>
    public TlsProxy(int serverPort, X509Certificate2 certificate, X509Certificate2? clients = null)
    {
        this.serverPort = serverPort;
        options = new SslServerAuthenticationOptions
        {
            ServerCertificate = X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null),
            ClientCertificateRequired = clients is not null,
            RemoteCertificateValidationCallback = (_, shown, chain, _) => clients is null || IsOf(clients, shown, chain),
        };
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>Connections whose handshake ended well.</summary>
    public int Connections { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        listener.Dispose();
        await accepting;
        ending.Dispose();
    }

    private static bool IsOf(X509Certificate2 authority, X509Certificate? shown, X509Chain? sent)
    {
        if (shown is null)
            return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.ExtraStore.AddRange(sent?.ChainPolicy.ExtraStore ?? []);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build((X509Certificate2)shown);
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
                connections.Add(RelayAsync(await listener.AcceptTcpClientAsync(ending.Token)));
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
                client.NoDelay = server.NoDelay = true;
                await using var secured = new SslStream(client.GetStream());
                await secured.AuthenticateAsServerAsync(options, ending.Token);
                Connections++;
                await server.ConnectAsync(IPAddress.Loopback, serverPort, ending.Token);
                Task there = CopyAsync(secured, server.GetStream());
                Task back = CopyAsync(server.GetStream(), secured);
                await Task.WhenAny(there, back);
            }
            catch (Exception exception)
                when (exception is IOException or SocketException or AuthenticationException or OperationCanceledException)
            {
                // One of the two went away, or did not trust the other.
            }
        }
    }

    private async Task CopyAsync(Stream from, Stream to)
    {
        try
        {
            await from.CopyToAsync(to, ending.Token);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The other direction ended first.
        }
    }
}
