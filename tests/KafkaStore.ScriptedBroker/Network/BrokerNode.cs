using System.Net;
using System.Net.Sockets;

namespace KafkaStore.Scripted.Network;

/// <summary>One broker of the cluster, with an address of its own.</summary>
public sealed class BrokerNode : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Connection, Task> connections = new();
    private TimeSpan lag;
    private DateTimeOffset lagSince;
    private TcpListener? listener;
    private CancellationTokenSource listening = new();
    private Task accepting = Task.CompletedTask;

    internal BrokerNode(ScriptedBroker broker, int id)
    {
        Broker = broker;
        Id = id;
        Start();
        AdvertisedHost = "127.0.0.1";
        AdvertisedPort = Port;
    }

    public int Id { get; }

    public int Port { get; private set; }

    /// <summary>Where it listens, whatever it advertises.</summary>
    public string Address => $"127.0.0.1:{Port}";

    /// <summary>What Metadata says of where it is. Default: where it listens.</summary>
    public string AdvertisedHost { get; set; }

    public int AdvertisedPort { get; set; }

    /// <summary>
    /// How much later than the others it hears of changes of topics, ids, partitions and leaders, from now on. Until then it answers as
    /// before, with the former topic's records too where it led it.
    /// </summary>
    public TimeSpan Lag
    {
        get => lag;
        set => (lag, lagSince) = (value, Broker.Time.GetUtcNow());
    }

    /// <summary>How many clients are connected.</summary>
    public int Connections => connections.Count;

    internal ScriptedBroker Broker { get; }

    internal ClusterView View => lag == TimeSpan.Zero ? Broker.History.Now : Broker.History.Behind(lag, lagSince);

    /// <summary>Ends all connections and refuses others until <see cref="Start"/>. Who leads what does not change by itself.</summary>
    public async Task StopAsync()
    {
        await listening.CancelAsync();
        await accepting;
        listener?.Dispose();
        listener = null;
        await DisconnectAsync();
    }

    /// <summary>Listens again, on the same port.</summary>
    public void Start()
    {
        if (listener is not null)
            return;
        listener = new TcpListener(IPAddress.Loopback, Port);
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listening = new CancellationTokenSource();
        accepting = AcceptAsync(listener, listening.Token);
    }

    /// <summary>Ends all connections; clients may come back at once.</summary>
    public async Task DisconnectAsync()
    {
        foreach ((Connection connection, Task running) in connections)
        {
            connection.Dispose();
            await running;
        }
    }

    async ValueTask IAsyncDisposable.DisposeAsync() => await StopAsync();

    private async Task AcceptAsync(TcpListener at, CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                var connection = new Connection(await at.AcceptSocketAsync(stopping), this);
                var noted = new TaskCompletionSource();
                connections[connection] = ServeAsync(connection, noted.Task);
                noted.SetResult();
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(Connection connection, Task noted)
    {
        await noted; // before it can be taken out again
        await connection.RunAsync();
        connections.TryRemove(connection, out _);
    }
}
