namespace KafkaStore.Tests.FunctionsHost.Durable;

/// <summary>No code runs in the host itself: its dispatchers ask the worker before they look here.</summary>
internal sealed class NothingRegistered<T> : INameVersionObjectManager<T>
    where T : class
{
    public void Add(ObjectCreator<T> creator) => throw new NotSupportedException("All code runs in the worker.");

    public T? GetObject(string name, string? version) => null;
}
