using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KafkaStore.Kafka.Embedded;

/// <summary>
/// A Kafka broker in this process, for development, demonstrations and tests: librdkafka's mock cluster, which speaks the
/// real protocol over TCP on the loopback interface, at a port of its own choice.
/// </summary>
/// <remarks>
/// Everything is in memory and gone with the instance. A partition keeps 5 MiB of record batches as they came over the wire
/// (compressed batches count compressed) and 100,000 batches; beyond that its oldest batches go and its log start moves up,
/// as with retention, but a single batch is kept whatever its size. No transactions' isolation, no search by time.
/// Any question that names an unknown topic creates it with 4 partitions (<see cref="KafkaRecordLog"/> lists topics instead);
/// a cursor or a source sent to such a topic meets an empty one.
/// </remarks>
public sealed class EmbeddedBroker : IDisposable
{
    private const int OnlyBroker = 1;

    private readonly nint client;
    private readonly nint cluster;
    private bool disposed;

    private EmbeddedBroker(nint client, nint cluster)
    {
        this.client = client;
        this.cluster = cluster;
        Brokers = Marshal.PtrToStringUTF8(LibrdkafkaMock.Bootstraps(cluster))!;
    }

    /// <summary>Its address, <c>127.0.0.1:PORT</c>.</summary>
    public string Brokers { get; }

    /// <summary>Starts a broker without topics; it answers when this returns.</summary>
    /// <exception cref="DllNotFoundException">There is no librdkafka on this machine.</exception>
    /// <exception cref="InvalidOperationException">librdkafka could not make the cluster.</exception>
    public static unsafe EmbeddedBroker Start()
    {
        nint configuration = LibrdkafkaMock.NewConfiguration();
        // It would write to standard error, mostly that this client itself knows no brokers.
        LibrdkafkaMock.SetLogCallback(configuration, (nint)(delegate* unmanaged[Cdecl]<nint, int, byte*, byte*, void>)&Discard);
        byte* error = stackalloc byte[512];
        nint client = LibrdkafkaMock.NewClient(LibrdkafkaMock.Producer, configuration, error, 512);
        if (client == 0)
        {
            LibrdkafkaMock.DestroyConfiguration(configuration);
            throw new InvalidOperationException($"The embedded broker did not start: {Marshal.PtrToStringUTF8((nint)error)}");
        }
        nint cluster = LibrdkafkaMock.NewCluster(client, brokers: 1);
        if (cluster == 0)
        {
            LibrdkafkaMock.DestroyClient(client);
            throw new InvalidOperationException("The embedded broker did not start: no port of 127.0.0.1 could be opened.");
        }
        return new EmbeddedBroker(client, cluster);
    }

    /// <summary>Makes a topic.</summary>
    /// <param name="name">Letters, digits, <c>.</c>, <c>_</c> and <c>-</c>, as everywhere in Kafka.</param>
    /// <param name="partitions">How many; at least 1.</param>
    /// <exception cref="InvalidOperationException">There is one of that name, or the broker refused.</exception>
    public void CreateTopic(string name, int partitions)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(partitions, 1);
        int error = LibrdkafkaMock.CreateTopic(cluster, name, partitions, replicationFactor: 1);
        if (error != 0)
        {
            throw new InvalidOperationException(
                error == LibrdkafkaMock.TopicAlreadyExists
                    ? $"The embedded broker has a topic {name} already."
                    : $"The embedded broker did not make the topic {name} (librdkafka error {error})."
            );
        }
    }

    /// <summary>Drops every connection and takes no new one until <see cref="SetUp"/>; the records stay.</summary>
    internal void SetDown() => Check(LibrdkafkaMock.SetBrokerDown(cluster, OnlyBroker));

    internal void SetUp() => Check(LibrdkafkaMock.SetBrokerUp(cluster, OnlyBroker));

    /// <summary>How long its answers take from now on; whole milliseconds.</summary>
    internal void SetRoundTrip(TimeSpan time) => Check(LibrdkafkaMock.SetBrokerRoundTrip(cluster, OnlyBroker, (int)time.TotalMilliseconds));

    public void Dispose()
    {
        if (disposed)
        {
            return;
        }
        disposed = true;
        LibrdkafkaMock.DestroyCluster(cluster);
        LibrdkafkaMock.DestroyClient(client);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static unsafe void Discard(nint client, int level, byte* facility, byte* text) { }

    private static void Check(int error)
    {
        if (error != 0)
        {
            throw new InvalidOperationException($"The embedded broker did not obey (librdkafka error {error}).");
        }
    }
}
