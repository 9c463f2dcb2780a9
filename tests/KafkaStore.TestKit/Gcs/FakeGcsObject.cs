namespace KafkaStore.Tests.Gcs;

/// <summary>One generation of an object, with its resource as the API shows it.</summary>
internal sealed record FakeGcsObject(string Bucket, string Name, long Generation, FakeGcsBytes Bytes)
{
    public string ContentType { get; init; } = "application/octet-stream";

    public string StorageClass { get; init; } = "STANDARD";

    public string? KmsKeyName { get; init; }

    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>Null of one that was composed of others.</summary>
    public string? Md5 { get; init; }

    public DateTimeOffset Created { get; init; }

    public JsonObject ToJson()
    {
        string created = Created.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        string generation = Generation.ToString(CultureInfo.InvariantCulture);
        var json = new JsonObject
        {
            ["kind"] = "storage#object",
            ["id"] = $"{Bucket}/{Name}/{generation}",
            ["name"] = Name,
            ["bucket"] = Bucket,
            ["generation"] = generation,
            ["metageneration"] = "1",
            ["contentType"] = ContentType,
            ["storageClass"] = StorageClass,
            ["size"] = Bytes.Length.ToString(CultureInfo.InvariantCulture),
            ["crc32c"] = Bytes.Crc32c,
            ["etag"] = Convert.ToBase64String(BitConverter.GetBytes(Generation)),
            ["timeCreated"] = created,
            ["updated"] = created,
        };
        if (Md5 is not null)
            json["md5Hash"] = Md5;
        if (KmsKeyName is not null)
            json["kmsKeyName"] = KmsKeyName + "/cryptoKeyVersions/1";
        if (Metadata.Count > 0)
            json["metadata"] = new JsonObject(Metadata.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
        return json;
    }
}
