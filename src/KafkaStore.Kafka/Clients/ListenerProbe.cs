using System.Buffers.Binary;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace KafkaStore.Kafka.Clients;

/// <summary>What a port speaks, once a client has failed there: it says the same of a wrong protocol as of a broker that ends.</summary>
internal enum Listener
{
    /// <summary>Nothing, or something else.</summary>
    Unknown,

    /// <summary>Kafka, without TLS.</summary>
    Plain,

    /// <summary>TLS, whatever is behind it.</summary>
    Tls,
}

/// <inheritdoc cref="Listener"/>
internal static class ListenerProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    // Which versions of which requests it takes: the one request that every broker answers before a login.
    private static readonly byte[] Question = [0, 0, 0, 10, 0, 18, 0, 0, .. Correlation, 0xFF, 0xFF];

    private static ReadOnlySpan<byte> Correlation => "KSTO"u8;

    public static async Task<Listener> AskAsync(BrokerAddress address, CancellationToken cancellationToken)
    {
        return await AnswersAsync(address, AnswersPlainAsync, cancellationToken) switch
        {
            true => Listener.Plain,
            // One that speaks TLS refuses the question at once.
            false when await AnswersAsync(address, AnswersTlsAsync, cancellationToken) is true => Listener.Tls,
            _ => Listener.Unknown,
        };
    }

    // Null where nothing came in time.
    private static async Task<bool?> AnswersAsync(
        BrokerAddress address,
        Func<NetworkStream, CancellationToken, Task<bool>> ask,
        CancellationToken cancellationToken
    )
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(address.Host.Trim('[', ']'), address.Port, limit.Token);
            await using NetworkStream stream = client.GetStream();
            return await ask(stream, limit.Token);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private static async Task<bool> AnswersPlainAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(Question, cancellationToken);
        byte[] answer = new byte[8];
        await stream.ReadExactlyAsync(answer, cancellationToken);
        return BinaryPrimitives.ReadInt32BigEndian(answer) > 0 && answer.AsSpan(4).SequenceEqual(Correlation);
    }

    // Its certificate is only looked for; nothing is sent to it, whoever it is.
    private static async Task<bool> AnswersTlsAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        bool hasShown = false;
        await using var secured = new SslStream(stream);
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = "",
            RemoteCertificateValidationCallback = (_, _, _, _) =>
            {
                hasShown = true;
                return false;
            },
        };
        try
        {
            await secured.AuthenticateAsClientAsync(options, cancellationToken);
        }
        catch (AuthenticationException)
        {
            // Meant: the certificate is not accepted.
        }

        return hasShown;
    }
}
