using System.Net;
using KafkaStore.Functions.Http.Limits;
using Microsoft.AspNetCore.Connections;

namespace KafkaStore.LocalHost.Http;

/// <summary>Closes a client's connections beyond its share, so that none keeps the others from connecting.</summary>
internal sealed class ConnectionShares(int share)
{
    private readonly ClientShares open = new(share);

    /// <summary>A step of a listener.</summary>
    public ConnectionDelegate Admit(ConnectionDelegate next) => connection => AdmitAsync(connection, next);

    private async Task AdmitAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        string client = RequestClient.Of((connection.RemoteEndPoint as IPEndPoint)?.Address);
        if (!open.TryTake(client))
        {
            connection.Abort();
            return;
        }

        try
        {
            await next(connection);
        }
        finally
        {
            open.Free(client);
        }
    }
}
