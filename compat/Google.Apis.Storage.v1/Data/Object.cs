using Google.Apis.Requests;
using Newtonsoft.Json;

namespace Google.Apis.Storage.v1.Data;

public class Object : IDirectResponseSchema
{
    [JsonProperty("bucket")]
    public virtual string Bucket { get; set; }

    [JsonProperty("contentType")]
    public virtual string ContentType { get; set; }

    [JsonProperty("etag")]
    public virtual string ETag { get; set; }

    [JsonProperty("generation")]
    public virtual long? Generation { get; set; }

    [JsonProperty("kmsKeyName")]
    public virtual string KmsKeyName { get; set; }

    [JsonProperty("md5Hash")]
    public virtual string Md5Hash { get; set; }

    [JsonProperty("metadata")]
    public virtual IDictionary<string, string> Metadata { get; set; }

    [JsonProperty("name")]
    public virtual string Name { get; set; }

    [JsonProperty("size")]
    public virtual ulong? Size { get; set; }

    [JsonProperty("storageClass")]
    public virtual string StorageClass { get; set; }
}
