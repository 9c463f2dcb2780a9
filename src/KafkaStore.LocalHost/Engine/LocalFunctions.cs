namespace KafkaStore.LocalHost.Engine;

/// <summary>The function classes that the engine runs, made anew for each call as the platform does.</summary>
public sealed class LocalFunctions(IServiceProvider services)
{
    public ITaskEntity Entity() => services.GetRequiredService<PartitionSegment>();

    public Task<SealOutcome> WriteArchiveObjectsAsync(SealRequest request, CancellationToken cancellationToken) =>
        services.GetRequiredService<WriteArchiveObjects>().RunAsync(request, cancellationToken);
}
