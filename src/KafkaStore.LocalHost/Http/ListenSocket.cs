using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace KafkaStore.LocalHost.Http;

/// <summary>Makes the socket that connections come to.</summary>
internal static class ListenSocket
{
    private const int Tcp = 6;
    private const int UnsentBytes = 128 * 1024;

    // TCP_NOTSENT_LOWAT; what has been sent is not counted, so that far clients are as fast as they were.
    private static readonly int? UnsentLowMark =
        OperatingSystem.IsLinux() ? 25
        : OperatingSystem.IsMacOS() ? 0x201
        : null;

    /// <summary>
    /// One whose connections keep little that could not be sent yet: megabytes that lie in the system look as if the client had taken
    /// them, and what it takes is then seen in large steps.
    /// </summary>
    public static Socket Create(EndPoint endPoint)
    {
        Socket socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endPoint);
        if (UnsentLowMark is { } option)
            socket.SetRawSocketOption(Tcp, option, BitConverter.GetBytes(UnsentBytes));
        return socket;
    }
}
