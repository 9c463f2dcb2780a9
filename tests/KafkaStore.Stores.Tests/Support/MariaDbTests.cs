namespace KafkaStore.Stores.Tests.Support;

/// <summary>Tests that share the server run one after the other: some of them stop it.</summary>
[CollectionDefinition(Name)]
public sealed class MariaDbTests : ICollectionFixture<MariaDb>
{
    public const string Name = "MariaDB";
}
