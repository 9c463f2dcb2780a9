namespace KafkaStore.Worker.Tests.Support;

[CollectionDefinition(nameof(SharedApp))]
public sealed class SharedAppCollection : ICollectionFixture<SharedApp>;
