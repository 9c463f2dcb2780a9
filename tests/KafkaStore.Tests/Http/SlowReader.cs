using System.Net.Sockets;

namespace KafkaStore.Tests.Http;

/// <summary>A client that asks, and takes so many bytes a second of what comes; 0 takes none.</summary>
internal sealed class SlowReader : IDisposable
{
    private const int SmallBufferBytes = 2048;

    private readonly Socket socket;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task reading;

    private SlowReader(Socket socket, int bytesPerSecond)
    {
        this.socket = socket;
        reading = bytesPerSecond == 0 ? Task.CompletedTask : ReadAsync(bytesPerSecond);
    }

    public static async Task<SlowReader> StartAsync(Uri address, string path, int bytesPerSecond)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = SmallBufferBytes };
        await socket.ConnectAsync(address.Host, address.Port);
        await socket.SendAsync(
            Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\nx-functions-key: {HttpArchive.Token}\r\n\r\n")
        );
        return new SlowReader(socket, bytesPerSecond);
    }

    public void Dispose()
    {
        stopping.Cancel();
        socket.Dispose();
        stopping.Dispose();
        Assert.True(reading.IsCompleted || !reading.IsFaulted);
    }

    private async Task ReadAsync(int bytesPerSecond)
    {
        byte[] buffer = new byte[bytesPerSecond / 10];
        try
        {
            while (await socket.ReceiveAsync(buffer, stopping.Token) > 0)
                await Task.Delay(100, stopping.Token);
        }
        catch (Exception over) when (over is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The server has ended it, or the test.
        }
    }
}
