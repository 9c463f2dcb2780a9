using KafkaStore.Scripted;
using KafkaStore.Scripted.Scripting;

namespace KafkaStore.Benchmarks.Archiving;

/// <summary>A broker in this process with one topic, as large as the load and at the speed of memory.</summary>
internal sealed class LoadBroker : IAsyncDisposable
{
    public const string Topic = "load";

    private readonly ScriptedBroker broker;

    private LoadBroker(Load load, BrokerRelease release)
    {
        broker = ScriptedBroker.Start(new BrokerOptions { Release = release });
        Load = load;
        broker.CreateEndlessTopic(Topic, load.Partitions, load.RecordsPerPartition, load.RecordBytes);
    }

    public Load Load { get; }

    public string Address => broker.Bootstrap;

    public long BytesSent => broker.BytesSent;

    public static LoadBroker Start(Load load, bool hasTopicIds = true) =>
        new(load, hasTopicIds ? BrokerRelease.Current : BrokerRelease.WithoutTopicIds);

    /// <summary>Of the topic, in an archive that is a folder.</summary>
    public static int CountObjects(string archive)
    {
        string objects = Path.Combine(archive, Topic);
        return Directory.Exists(objects) ? Directory.EnumerateFiles(objects, "*", SearchOption.AllDirectories).Count() : 0;
    }

    /// <exception cref="MeasurementException">Something was asked that it could not answer.</exception>
    public void ThrowIfTroubled()
    {
        if (broker.Problems.FirstOrDefault() is { } problem)
            throw new MeasurementException($"The broker failed: {problem}");
    }

    public ValueTask DisposeAsync() => broker.DisposeAsync();
}
