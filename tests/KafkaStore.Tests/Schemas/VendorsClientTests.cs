using Confluent.SchemaRegistry;
using RegisteredSchema = KafkaStore.Schemas.Registry.RegisteredSchema;

namespace KafkaStore.Tests.Schemas;

/// <summary>
/// Confluent's own client: the fake registry is right where it reads it as ours does. The tests named "still" are why the
/// product has a client of its own; where a new version fails one, <c>docs/decisions/schema-registry-client.md</c> is to be
/// looked at again.
/// </summary>
public sealed class VendorsClientTests : IDisposable
{
    private readonly FakeRegistry registry = new();
    private readonly CachedSchemaRegistryClient vendors;

    public VendorsClientTests() =>
        vendors = new CachedSchemaRegistryClient(
            new SchemaRegistryConfig
            {
                Url = registry.Url,
                MaxRetries = 1,
                RetriesWaitMs = 0,
                BasicAuthUserInfo = "me:p@ss:word",
            }
        );

    public void Dispose()
    {
        vendors.Dispose();
        registry.Dispose();
    }

    [Fact]
    public async Task ItReadsTheFakeRegistryAsOursDoes()
    {
        registry.Credentials = "me:p@ss:word";
        registry.Register(3, "common/address value", "\"string\"");
        registry.Register(7, "orders-value", "syntax = \"proto3\";", "PROTOBUF", ("address.proto", "common/address value", 1));
        using var ours = new SchemaRegistryClient(SchemaRegistryOptions.Parse(registry.Url, "me", "p@ss:word"));

        Schema byId = await vendors.GetSchemaAsync(7);
        RegisteredSchema oursById = (await ours.FindAsync(7, default))!;
        Assert.Equal((oursById.Schema, oursById.SchemaType), (byId.SchemaString, byId.SchemaType.ToString().ToUpperInvariant()));
        Assert.Equal(Assert.Single(oursById.References), Ours(Assert.Single(byId.References)));
        Confluent.SchemaRegistry.RegisteredSchema byVersion = await vendors.GetRegisteredSchemaAsync("common/address value", 1);
        RegisteredSchema oursByVersion = (await ours.FindAsync("common/address value", 1, default))!;
        Assert.Equal((oursByVersion.Id, oursByVersion.Schema), (byVersion.Id, byVersion.SchemaString));

        Confluent.SchemaRegistry.SchemaRegistryException unknown =
            await Assert.ThrowsAsync<Confluent.SchemaRegistry.SchemaRegistryException>(() => vendors.GetSchemaAsync(9));
        Assert.Equal((HttpStatusCode.NotFound, 40403), (unknown.Status, unknown.ErrorCode));
        Assert.Null(await ours.FindAsync(9, default));
    }

    [Fact]
    public void ItStillHasNoPlaceForAHandler()
    {
        Type[] taken =
        [
            .. new[] { typeof(CachedSchemaRegistryClient), typeof(RestService) }
                .SelectMany(type => type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
                .SelectMany(constructor => constructor.GetParameters())
                .Select(parameter => parameter.ParameterType),
        ];
        Assert.NotEmpty(taken);
        Assert.DoesNotContain(taken, type => type.Namespace!.StartsWith("System.Net.Http") || typeof(Delegate).IsAssignableFrom(type));
    }

    [Fact]
    public async Task ItStillTakesAnAnswerOfAnyLength()
    {
        registry.Instead = (HttpStatusCode.OK, FakeRegistry.SchemaOf(17));
        Assert.Equal(17 * 1024 * 1024, (await vendors.GetSchemaAsync(1)).SchemaString.Length);
    }

    [Theory]
    [InlineData("{\"schema\":1}", "1")]
    [InlineData("{\"status\":\"up\"}", null)]
    public async Task ItStillTakesForASchemaWhatIsNone(string body, string? schema)
    {
        registry.Instead = (HttpStatusCode.OK, body);
        Assert.Equal(schema, (await vendors.GetSchemaAsync(1)).SchemaString);
    }

    [Fact]
    public async Task ItStillForgetsThatDeletedVersionsAreWanted()
    {
        registry.Register(1, "s", "\"int\"");
        await vendors.GetRegisteredSchemaAsync("s", 1, ignoreDeletedSchemas: false);
        Assert.Equal(["/subjects/s/versions/1?deleted=False"], registry.Requests);
    }

    private static KafkaStore.Schemas.Registry.SchemaReference Ours(Confluent.SchemaRegistry.SchemaReference reference) =>
        new(reference.Name, reference.Subject, reference.Version);
}
