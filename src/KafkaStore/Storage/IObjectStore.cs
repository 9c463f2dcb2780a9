namespace KafkaStore.Storage;

/// <summary>A store that objects can be added to. Nothing in it is ever overwritten.</summary>
public interface IObjectStore : IObjectReader
{
    /// <summary>
    /// Creates the object if no object of that name exists. When it returns the object is durable and whole,
    /// whoever made it; no reader ever sees part of it.
    /// </summary>
    public Task<CreateOutcome> CreateAsync(string name, ObjectContent content, CancellationToken cancellationToken);
}

/// <summary>A store whose objects are provisional: the staging location.</summary>
public interface IStagingStore : IObjectStore
{
    /// <summary>Deletes the object; one that is missing already is no error.</summary>
    public Task DeleteAsync(string name, CancellationToken cancellationToken);
}

public enum CreateOutcome
{
    /// <summary>This call created the object.</summary>
    Created,

    /// <summary>An object of that name existed, possibly from an earlier try of this very call.</summary>
    AlreadyExists,
}
