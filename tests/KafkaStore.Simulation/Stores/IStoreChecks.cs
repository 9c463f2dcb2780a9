namespace KafkaStore.Simulation.Stores;

/// <summary>Looks at every change of a store at the moment it takes effect.</summary>
internal interface IStoreChecks
{
    public string Name { get; }

    public void Created(string name, byte[] content);

    public void Deleted(string name, byte[] content);
}
