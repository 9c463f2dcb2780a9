namespace KafkaStore.Stores.Tests.Support;

/// <summary>Tests that measure the process they are in, and so must not run beside others.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class SerialTests
{
    public const string Name = "serial";
}
