namespace KafkaStore.Tests.S3;

/// <summary>Objects in parts.</summary>
internal sealed class FakeS3Parts(FakeS3Bucket bucket, FakeS3Request request)
{
    private const long SmallestPartBytes = 5 * 1024 * 1024;

    private string UploadId => request.Parameter("uploadId")!;

    public FakeS3Answer Create()
    {
        Dictionary<string, string> kept = FakeS3Objects.KeptHeaders(request);
        string id = bucket.Start(new FakeS3Upload(request.Key, kept));
        var answer = new FakeS3Answer
        {
            Xml = FakeS3Answer.Element(
                "InitiateMultipartUploadResult",
                FakeS3Answer.Element("Bucket", bucket.Name),
                FakeS3Answer.Element("Key", request.Key),
                FakeS3Answer.Element("UploadId", id)
            ),
        };
        foreach ((string name, string value) in FakeS3Objects.Encryption(kept))
            answer.Headers[name] = value;
        return answer;
    }

    public async Task<FakeS3Answer> UploadAsync(FakeS3Fault? fault)
    {
        FakeS3Upload upload = bucket.Upload(UploadId, request.Key);
        int number = int.Parse(request.Parameter("partNumber")!, CultureInfo.InvariantCulture);
        if (number is < 1 or > 10_000)
            throw new FakeS3Exception(400, "InvalidArgument", "Part number must be an integer between 1 and 10000, inclusive");
        FakeS3Body body = await FakeS3Body.ReceiveAsync(request, fault);
        var part = new FakeS3Part(body.Content, body.Md5);
        lock (upload)
        {
            if (upload.Parts.TryGetValue(number, out FakeS3Part? earlier))
                earlier.Content.Dispose();
            upload.Parts[number] = part;
        }

        return new FakeS3Answer { Headers = { ["ETag"] = $"\"{part.ETag}\"" } };
    }

    public async Task<FakeS3Answer> CompleteAsync(bool ignoresCondition)
    {
        bool onlyIfAbsent = FakeS3Objects.IsOnlyIfAbsent(request) && !ignoresCondition;
        FakeS3Body body = await FakeS3Body.ReceiveAsync(request, null);
        List<(int Number, string ETag)> wanted = Parse(body.Content);
        string etag = "";
        bucket.Complete(UploadId, request.Key, upload => Assemble(upload, wanted, out etag), onlyIfAbsent);
        return new FakeS3Answer
        {
            Xml = FakeS3Answer.Element(
                "CompleteMultipartUploadResult",
                FakeS3Answer.Element("Location", request.RawPath),
                FakeS3Answer.Element("Bucket", bucket.Name),
                FakeS3Answer.Element("Key", request.Key),
                FakeS3Answer.Element("ETag", $"\"{etag}\"")
            ),
        };
    }

    public FakeS3Answer Abort()
    {
        bucket.Abort(UploadId, request.Key);
        return new FakeS3Answer(204);
    }

    private static FakeS3Object Assemble(FakeS3Upload upload, List<(int Number, string ETag)> wanted, out string etag)
    {
        var parts = new List<FakeS3Part>();
        int previous = 0;
        foreach ((int number, string tag) in wanted)
        {
            if (number <= previous)
            {
                throw new FakeS3Exception(
                    400,
                    "InvalidPartOrder",
                    "The list of parts was not in ascending order. Parts must be ordered by part number."
                );
            }

            if (!upload.Parts.TryGetValue(number, out FakeS3Part? part) || part.ETag != tag)
            {
                throw new FakeS3Exception(
                    400,
                    "InvalidPart",
                    "One or more of the specified parts could not be found.",
                    ("PartNumber", $"{number}")
                );
            }

            parts.Add(part);
            previous = number;
        }

        if (parts.SkipLast(1).Any(part => part.Content.Length < SmallestPartBytes))
            throw new FakeS3Exception(400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size");
        etag =
            $"{Convert.ToHexStringLower(CryptographicOperations.HashData(HashAlgorithmName.MD5, [.. parts.SelectMany(part => part.Md5)]))}-{parts.Count}";
        return new FakeS3Object([.. parts.Select(part => part.Content)], etag, upload.Headers);
    }

    private static List<(int Number, string ETag)> Parse(SpoolFile content)
    {
        try
        {
            using Stream stream = content.OpenRead();
            List<(int, string)> parts =
            [
                .. XDocument
                    .Load(stream)
                    .Root!.Elements()
                    .Where(element => element.Name.LocalName == "Part")
                    .Select(part =>
                        (
                            (int)part.Elements().Single(element => element.Name.LocalName == "PartNumber"),
                            part.Elements().Single(element => element.Name.LocalName == "ETag").Value.Trim('"')
                        )
                    ),
            ];
            return parts.Count > 0 ? parts : throw Malformed();
        }
        catch (System.Xml.XmlException)
        {
            throw Malformed();
        }
    }

    private static FakeS3Exception Malformed() =>
        new(400, "MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema");
}
