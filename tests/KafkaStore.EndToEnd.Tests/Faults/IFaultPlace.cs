namespace KafkaStore.EndToEnd.Tests.Faults;

/// <summary>Where a fault run's archive and staging lie: how the program is told, what is there, and what can befall them.</summary>
internal interface IFaultPlace : IAsyncDisposable
{
    /// <summary>What can befall them while the program runs.</summary>
    public IReadOnlyList<PlaceFault> Faults { get; }

    /// <summary>For the program.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>The program's options that name archive, staging and the state folder.</summary>
    /// <param name="process">The state folder is this one's.</param>
    public string[] Options(string process);

    /// <summary>The staged chunks now, with their lengths in bytes.</summary>
    public Task<IReadOnlyDictionary<ChunkName, long>> ChunksAsync();

    /// <summary>The archive objects now, in the order of their names.</summary>
    public Task<IReadOnlyList<ArchiveName>> ObjectsAsync();

    public Task<IObjectReader> OpenArchiveAsync();

    /// <summary>Everything staged vanishes, while no program runs.</summary>
    public Task DeleteStagingAsync();

    /// <summary>Half-written files now: with no process running, those that kills have left.</summary>
    public int HalfWritten();
}

/// <summary>Something that befalls a store.</summary>
/// <param name="Name">In the plural, as figures name it.</param>
/// <param name="HappenAsync">Returns when it is over.</param>
internal sealed record PlaceFault(string Name, Func<Random, Task> HappenAsync);
