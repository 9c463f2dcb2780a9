namespace KafkaStore.Tests.Fixtures;

/// <summary>Values are decoded with the schemas that an earlier build archived; there is no registry any more.</summary>
public sealed class FixtureSchemaTests
{
    [Theory]
    [InlineData(0, """{"n":7,"to":{"city":"Oslo"}}""", null)]
    [InlineData(2, """{"n":8,"to":{"city":"Oslo"}}""", null)]
    [InlineData(3, "", "3")]
    public async Task ValuesAreDecodedAndAMissingSchemaIsNamed(long offset, string expected, string? missing)
    {
        using var fixture = new FixtureCopy("v0/schemas");
        Record record = fixture.Records.Single(record => record.Offset == offset).Record;
        using var text = new MemoryStream();
        string? problem;
        await using (var json = new Utf8JsonWriter(text))
        {
            problem = await new AvroValueReader(new StoredSchemas(fixture.Archive, TimeProvider.System)).WriteAsync(
                json,
                record.Value!.Value,
                default
            );
        }

        Assert.Equal(expected, Encoding.UTF8.GetString(text.ToArray()));
        Assert.Equal(missing is null, problem is null);
        Assert.Contains(missing ?? "", problem ?? "");
    }
}
