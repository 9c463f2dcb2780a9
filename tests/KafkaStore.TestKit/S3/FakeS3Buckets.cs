namespace KafkaStore.Tests.S3;

/// <summary>All that the server keeps.</summary>
public sealed class FakeS3Buckets : IDisposable
{
    private readonly Dictionary<string, FakeS3Bucket> buckets = new(StringComparer.Ordinal);

    public FakeS3Bucket Create(string name, string region = "us-east-1") => buckets[name] = new FakeS3Bucket(name, region);

    internal FakeS3Bucket Get(string name) =>
        buckets.GetValueOrDefault(name)
        ?? throw new FakeS3Exception(404, "NoSuchBucket", "The specified bucket does not exist", ("BucketName", name));

    public void Dispose()
    {
        foreach (FakeS3Bucket bucket in buckets.Values)
            bucket.Dispose();
    }
}

public sealed class FakeS3Bucket(string name, string region) : IDisposable
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, FakeS3Object> objects = new(Comparer<string>.Create(CompareUtf8));
    private readonly Dictionary<string, FakeS3Upload> uploads = new(StringComparer.Ordinal);

    public string Name => name;

    public string Region => region;

    public IReadOnlyList<string> Keys
    {
        get
        {
            lock (gate)
                return [.. objects.Keys];
        }
    }

    /// <summary>How many were started and neither completed nor aborted.</summary>
    public int UploadsInProgress
    {
        get
        {
            lock (gate)
                return uploads.Count;
        }
    }

    internal FakeS3Object? Find(string key)
    {
        lock (gate)
            return objects.GetValueOrDefault(key);
    }

    internal void Put(string key, FakeS3Object added, bool onlyIfAbsent)
    {
        lock (gate)
        {
            if (onlyIfAbsent && objects.ContainsKey(key))
                throw PreconditionFailed();
            objects[key] = added;
        }
    }

    /// <summary>Moves an object into another class, and says of it what the service then does.</summary>
    public void SetTier(string key, IEnumerable<(string Name, string Value)> headers)
    {
        lock (gate)
            objects[key] = objects[key].InTier(headers);
    }

    internal void Remove(string key)
    {
        lock (gate)
            objects.Remove(key);
    }

    internal (List<KeyValuePair<string, FakeS3Object>> Page, bool IsTruncated) List(string prefix, string after, int maximum)
    {
        lock (gate)
        {
            List<KeyValuePair<string, FakeS3Object>> found =
            [
                .. objects.Where(entry => entry.Key.StartsWith(prefix) && CompareUtf8(entry.Key, after) > 0).Take(maximum + 1),
            ];
            bool isTruncated = found.Count > maximum;
            return (isTruncated ? found[..maximum] : found, isTruncated);
        }
    }

    internal string Start(FakeS3Upload upload)
    {
        string id = Guid.NewGuid().ToString("N");
        lock (gate)
            uploads[id] = upload;

        return id;
    }

    internal FakeS3Upload Upload(string id, string key)
    {
        lock (gate)
            return uploads.TryGetValue(id, out FakeS3Upload? upload) && upload.Key == key ? upload : throw NoSuchUpload();
    }

    internal void Complete(string id, string key, Func<FakeS3Upload, FakeS3Object> make, bool onlyIfAbsent)
    {
        lock (gate)
        {
            FakeS3Upload upload = Upload(id, key);
            if (onlyIfAbsent && objects.ContainsKey(key))
                throw PreconditionFailed();
            objects[key] = make(upload);
            uploads.Remove(id);
        }
    }

    internal void Abort(string id, string key)
    {
        lock (gate)
        {
            Upload(id, key).Dispose();
            uploads.Remove(id);
        }
    }

    public void Dispose()
    {
        foreach (FakeS3Object kept in objects.Values)
            kept.Dispose();
        foreach (FakeS3Upload upload in uploads.Values)
            upload.Dispose();
    }

    internal static FakeS3Exception PreconditionFailed() =>
        new(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold", ("Condition", "If-None-Match"));

    private static FakeS3Exception NoSuchUpload() =>
        new(
            404,
            "NoSuchUpload",
            "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed."
        );

    /// <summary>S3 lists in the order of the keys' UTF-8.</summary>
    private static int CompareUtf8(string left, string right) =>
        left.Concat(right).All(char.IsAscii)
            ? string.CompareOrdinal(left, right)
            : Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right));
}
