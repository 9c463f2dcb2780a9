namespace KafkaStore.Simulation.Stores;

/// <summary>Looks at every change of a store at the moment it takes effect.</summary>
internal interface IStoreChecks
{
    string Name { get; }

    void Created(string name, byte[] content);

    void Deleted(string name, byte[] content);
}
