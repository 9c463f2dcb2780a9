namespace KafkaStore.Tests.S3;

/// <summary>Signature version 4 in the Authorization header, verified as the service does.</summary>
internal sealed class FakeS3Signature
{
    private const string Algorithm = "AWS4-HMAC-SHA256";
    private static readonly TimeSpan MaximumSkew = TimeSpan.FromMinutes(15);

    private FakeS3Signature(string region) => Region = region;

    public string Region { get; }

    /// <exception cref="FakeS3Exception">It is missing or wrong.</exception>
    public static FakeS3Signature Verify(FakeS3Request request, TimeSpan clockOffset)
    {
        string authorization = request.Header("Authorization") ?? throw new FakeS3Exception(403, "AccessDenied", "Access Denied");
        if (!authorization.StartsWith(Algorithm + " "))
        {
            throw new FakeS3Exception(
                400,
                "InvalidRequest",
                "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256."
            );
        }

        var parts = authorization[(Algorithm.Length + 1)..]
            .Split(',')
            .Select(part => part.Trim().Split('=', 2))
            .ToDictionary(part => part[0], part => part[1]);
        string[] credential = parts["Credential"].Split('/', 2);
        string date =
            request.Header("x-amz-date")
            ?? throw new FakeS3Exception(403, "AccessDenied", "AWS authentication requires a valid Date or x-amz-date header");
        if (credential[0] != FakeS3Server.AccessKey)
        {
            throw new FakeS3Exception(
                403,
                "InvalidAccessKeyId",
                "The AWS Access Key Id you provided does not exist in our records.",
                ("AWSAccessKeyId", credential[0])
            );
        }

        DateTimeOffset now = DateTimeOffset.UtcNow + clockOffset;
        var sent = DateTimeOffset.ParseExact(date, "yyyyMMddTHHmmssZ", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        if ((now - sent).Duration() > MaximumSkew)
        {
            throw new FakeS3Exception(
                403,
                "RequestTimeTooSkewed",
                "The difference between the request time and the current time is too large.",
                ("RequestTime", date),
                ("ServerTime", now.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)),
                ("MaxAllowedSkewMilliseconds", "900000")
            );
        }

        string scope = credential[1];
        byte[] key = KeyOf(scope);
        string signed = Sign(key, $"{Algorithm}\n{date}\n{scope}\n{Hash(Canonical(request, parts["SignedHeaders"]))}");
        if (signed != parts["Signature"])
        {
            throw new FakeS3Exception(
                403,
                "SignatureDoesNotMatch",
                "The request signature we calculated does not match the signature you provided. Check your key and signing method."
            );
        }

        return new FakeS3Signature(scope.Split('/')[1]);
    }

    private static string Sign(byte[] key, string text) => Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));

    private static string Canonical(FakeS3Request request, string signedHeaders)
    {
        var text = new StringBuilder();
        text.Append(request.Method).Append('\n');
        text.Append(string.Join('/', request.RawPath.Split('/').Select(segment => Encode(Uri.UnescapeDataString(segment))))).Append('\n');
        text.AppendJoin(
                '&',
                request
                    .Query.Select(pair => (Name: Encode(pair.Name), Value: Encode(pair.Value)))
                    .OrderBy(pair => pair.Name, StringComparer.Ordinal)
                    .ThenBy(pair => pair.Value, StringComparer.Ordinal)
                    .Select(pair => $"{pair.Name}={pair.Value}")
            )
            .Append('\n');
        foreach (string name in signedHeaders.Split(';'))
            text.Append(name).Append(':').Append(Trimmed(request.Header(name) ?? "")).Append('\n');
        text.Append('\n').Append(signedHeaders).Append('\n').Append(request.Header("x-amz-content-sha256"));
        return text.ToString();
    }

    private static string Trimmed(string value) => string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static string Encode(string text) => Uri.EscapeDataString(text);

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static byte[] KeyOf(string scope) =>
        scope
            .Split('/')
            .Aggregate(
                Encoding.UTF8.GetBytes("AWS4" + FakeS3Server.SecretKey),
                (key, part) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part))
            );
}
