using System.Net.Sockets;

namespace KafkaStore.Scripted.Network;

/// <summary>One client's connection: a request is answered before the next one is read, as Kafka does it.</summary>
internal sealed class Connection : IDisposable
{
    private const int LargestRequest = 256 << 20;

    // What one system call takes.
    private const int MostPieces = 512;

    private readonly Socket socket;
    private readonly BrokerNode node;
    private readonly CancellationTokenSource stopping = new();
    private bool isLoggedIn;

    public Connection(Socket socket, BrokerNode node)
    {
        this.socket = socket;
        this.node = node;
        socket.NoDelay = true;
        socket.SendBufferSize = 4 << 20;
    }

    public async Task RunAsync()
    {
        try
        {
            while (await ReadAsync() is { } frame && await AnswerAsync(frame)) { }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The client went away, or this broker ends.
        }
        catch (Exception e)
        {
            node.Broker.Note(e); // of the request, the script or this broker: a test looks at all of them
        }
        finally
        {
            socket.Dispose();
        }
    }

    public void Dispose()
    {
        stopping.Cancel();
        socket.Dispose();
    }

    private async Task<bool> AnswerAsync(byte[] frame)
    {
        var call = Call.Parse(node, frame, stopping.Token);
        ScriptedBroker broker = node.Broker;
        if (broker.Login is not null && !isLoggedIn && call.Api is not (Api.ApiVersions or Api.SaslHandshake or Api.SaslAuthenticate))
            return false; // as Kafka does it with whoever does not log in
        await broker.SeeAsync(call);
        (TimeSpan delay, TimeSpan throttle, bool disconnects, bool losesAnswer) = broker.Faults.Take(call.Api, node);
        if (delay > TimeSpan.Zero)
            await Task.Delay(delay, broker.Time, stopping.Token);
        if (disconnects)
            return false;
        call.Throttled = throttle;
        if (broker.Versions.Takes(call.Api, call.Version))
            await Handlers.All[call.Api].AnswerAsync(call);
        else if (call.Api == Api.ApiVersions)
            ApiVersionsRequest.AnswerUnknownVersion(call);
        else
            throw new NotSupportedException($"{call.ClientId} sent {call.Api} {call.Version}, which this broker does not take.");
        isLoggedIn |= call.IsLoggedIn;
        if (losesAnswer)
            return false;
        if (!call.IsSilent)
            await SendAsync(call.Answer.Framed());
        return true;
    }

    private async Task<byte[]?> ReadAsync()
    {
        byte[] size = new byte[4];
        if (!await FillAsync(size))
            return null;
        int length = BinaryPrimitives.ReadInt32BigEndian(size);
        if (length is < 0 or > LargestRequest)
            throw new InvalidDataException($"A request of {length} bytes is none of Kafka's protocol.");
        byte[] frame = new byte[length];
        return await FillAsync(frame) ? frame : null;
    }

    private async Task<bool> FillAsync(Memory<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            int read = await socket.ReceiveAsync(buffer, stopping.Token);
            if (read == 0)
                return false;
            buffer = buffer[read..];
        }

        return true;
    }

    private async Task SendAsync(List<ArraySegment<byte>> pieces)
    {
        for (int i = 0; i < pieces.Count; i += MostPieces)
            node.Broker.Count(await socket.SendAsync(pieces.GetRange(i, Math.Min(MostPieces, pieces.Count - i))));
    }
}
