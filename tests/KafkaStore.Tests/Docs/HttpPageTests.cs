namespace KafkaStore.Tests.Docs;

/// <summary><c>docs/http.md</c> names all that the description for machines has.</summary>
public sealed class HttpPageTests
{
    [Fact]
    public void PageNamesEveryRouteParameterStatusHeaderAndField()
    {
        string page = DocsFolder.Read("http.md");
        using var api = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("src/KafkaStore.Functions/Http/openapi.json")));
        JsonElement components = api.RootElement.GetProperty("components");
        IEnumerable<string> expected =
        [
            .. Names(api.RootElement.GetProperty("paths")).Select(path => $"`{path.TrimStart('/')}`"),
            .. components.GetProperty("parameters").EnumerateObject().Select(parameter => parameter.Value.GetProperty("name").GetString()!),
            .. Names(components.GetProperty("headers")),
            .. Names(components.GetProperty("responses")).Select(status => $"| {status} |"),
            .. components
                .GetProperty("schemas")
                .EnumerateObject()
                .SelectMany(schema => Names(schema.Value.GetProperty("properties")))
                .Select(field => $"`{field}`"),
            .. Names(
                    api.RootElement.GetProperty("paths")
                        .GetProperty("/topics/{topic}/partitions/{partition}/records")
                        .GetProperty("get")
                        .GetProperty("responses")
                        .GetProperty("200")
                        .GetProperty("content")
                )
                .Select(type => $"`{type}`"),
        ];

        Assert.All(expected, name => Assert.Contains(name, page));
    }

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(property => property.Name);
}
