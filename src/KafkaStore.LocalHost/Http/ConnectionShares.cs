using System.Net;
using KafkaStore.Functions.Http.Limits;
using Microsoft.AspNetCore.Connections;

namespace KafkaStore.LocalHost.Http;

/// <summary>Closes a client's connections beyond its share, so that none keeps the others from connecting.</summary>
internal sealed class ConnectionShares(int share)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, int> open = new(StringComparer.Ordinal);

    /// <summary>A step of a listener.</summary>
    public ConnectionDelegate Admit(ConnectionDelegate next) => connection => AdmitAsync(connection, next);

    private async Task AdmitAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        string client = RequestClient.Of((connection.RemoteEndPoint as IPEndPoint)?.Address);
        lock (gate)
        {
            int own = open.GetValueOrDefault(client);
            if (own == share)
            {
                connection.Abort();
                return;
            }

            open[client] = own + 1;
        }

        try
        {
            await next(connection);
        }
        finally
        {
            lock (gate)
            {
                if (--open[client] == 0)
                    open.Remove(client);
            }
        }
    }
}
