using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using KafkaStore.Kafka.Native;

namespace KafkaStore.Kafka.Embedded;

/// <summary>The part of librdkafka's C interface (<c>rdkafka.h</c>, <c>rdkafka_mock.h</c>) that makes a mock cluster.</summary>
internal static partial class LibrdkafkaMock
{
    public const int Producer = 0;
    public const int TopicAlreadyExists = 36;

    private const string Native = LibrdkafkaLibrary.Name;

    static LibrdkafkaMock() => LibrdkafkaLibrary.EnsureFound();

    [LibraryImport(Native, EntryPoint = "rd_kafka_conf_new")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial nint NewConfiguration();

    [LibraryImport(Native, EntryPoint = "rd_kafka_conf_set_log_cb")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial void SetLogCallback(nint configuration, nint callback);

    [LibraryImport(Native, EntryPoint = "rd_kafka_conf_destroy")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial void DestroyConfiguration(nint configuration);

    [LibraryImport(Native, EntryPoint = "rd_kafka_new")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static unsafe partial nint NewClient(int type, nint configuration, byte* error, nuint errorSize);

    [LibraryImport(Native, EntryPoint = "rd_kafka_destroy")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial void DestroyClient(nint client);

    [LibraryImport(Native, EntryPoint = "rd_kafka_mock_cluster_new")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial nint NewCluster(nint client, int brokers);

    [LibraryImport(Native, EntryPoint = "rd_kafka_mock_cluster_destroy")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial void DestroyCluster(nint cluster);

    [LibraryImport(Native, EntryPoint = "rd_kafka_mock_cluster_bootstraps")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial nint Bootstraps(nint cluster);

    [LibraryImport(Native, EntryPoint = "rd_kafka_mock_topic_create", StringMarshalling = StringMarshalling.Utf8)]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int CreateTopic(nint cluster, string topic, int partitions, int replicationFactor);

    [LibraryImport(Native, EntryPoint = "rd_kafka_mock_broker_set_down")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int SetBrokerDown(nint cluster, int broker);

    [LibraryImport(Native, EntryPoint = "rd_kafka_mock_broker_set_rtt")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int SetBrokerRoundTrip(nint cluster, int broker, int milliseconds);

    [LibraryImport(Native, EntryPoint = "rd_kafka_mock_broker_set_up")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int SetBrokerUp(nint cluster, int broker);
}
