using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using KafkaStore.Kafka.Embedded;

namespace KafkaStore.EndToEnd.Tests.Kafka;

/// <summary>
/// An embedded broker that makes topics on request, as a cluster's controller does: it stands in front of the broker, speaks
/// CreateTopics over the wire, and notes what it was asked for.
/// </summary>
internal sealed class ControllerBroker : IDisposable
{
    private readonly EmbeddedBroker broker = EmbeddedBroker.Start();
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<TcpClient, Task> connections = new();
    private readonly ConcurrentQueue<TopicRequest> requests = new();
    private readonly Task accepting;

    public ControllerBroker()
    {
        Answer = Make;
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>Its address as a controller.</summary>
    public string Brokers => ((IPEndPoint)listener.LocalEndpoint).ToString();

    /// <summary>The broker behind it, which makes no topics on request.</summary>
    public EmbeddedBroker Plain => broker;

    /// <summary>What it was asked to make, in order.</summary>
    public IReadOnlyList<TopicRequest> Requests => [.. requests];

    /// <summary>What it does with a request. Default: it makes the topic.</summary>
    public Func<TopicRequest, TopicAnswer> Answer { get; set; }

    public TopicAnswer Make(TopicRequest topic)
    {
        broker.CreateTopic(topic.Name, topic.Partitions);
        return TopicAnswer.Made;
    }

    public void Dispose()
    {
        listener.Dispose();
        accepting.Wait();
        foreach ((TcpClient connection, Task running) in connections)
        {
            connection.Dispose();
            running.Wait();
        }

        broker.Dispose();
    }

    private async Task AcceptAsync()
    {
        string[] address = broker.Brokers.Split(':');
        try
        {
            while (true)
            {
                TcpClient client = await listener.AcceptTcpClientAsync();
                connections[client] = ServeAsync(client, address[0], int.Parse(address[1], CultureInfo.InvariantCulture));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(TcpClient client, string host, int port)
    {
        using TcpClient upstream = new() { NoDelay = true };
        client.NoDelay = true;
        await upstream.ConnectAsync(host, port);
        await new ControllerConnection(client.GetStream(), upstream.GetStream(), ((IPEndPoint)listener.LocalEndpoint).Port, Ask).RunAsync();
        client.Dispose();
    }

    private TopicAnswer Ask(TopicRequest topic)
    {
        requests.Enqueue(topic);
        return Answer(topic);
    }
}
